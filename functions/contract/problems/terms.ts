import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with programs, their plans and models, and with who takes part. */
export const termsProblems: Readonly<Record<string, ProblemKind>> = {
  'program.not-found': { status: 404, en: 'There is no such program', ja: 'プログラムが見つかりません' },
  'partner.edited': { status: 412, en: 'The profile was changed meanwhile', ja: 'プロフィールは他の人が変更しました' },
  'partner.not-found': { status: 404, en: 'There is no such partner', ja: 'パートナーが見つかりません' },
  'enrollment.not-found': {
    status: 404,
    en: 'The partner is not enrolled',
    ja: 'パートナーはこのプログラムに参加していません',
  },
  'link.not-found': { status: 404, en: 'There is no such tracking link', ja: 'トラッキングリンクが見つかりません' },
  'coupon.not-found': { status: 404, en: 'There is no such coupon', ja: 'クーポンが見つかりません' },
  'plan.not-found': { status: 404, en: 'There is no such plan', ja: 'プランが見つかりません' },
  'plan.invalid': { status: 422, en: 'The plan is not valid', ja: 'プランの内容に誤りがあります' },
  'plan.backdated': {
    status: 422,
    en: 'The plan would take effect before its publication',
    ja: 'プランの適用日が公開日以前です',
  },
  'plan.notice-too-short': {
    status: 422,
    en: 'The plan would take effect before its notice is over',
    ja: 'プランの適用日までの予告期間が不足しています',
  },
  'terms.backdated': {
    status: 422,
    en: 'Negotiated rules would take effect before they are told',
    ja: '個別ルールの適用日が登録日以前です',
  },
  'enrollment.invalid': { status: 422, en: 'The enrollment is not valid', ja: '参加登録の内容に誤りがあります' },
  'link.destination-invalid': { status: 422, en: 'The destination is not valid', ja: 'リンク先が正しくありません' },
  'link.host-not-allowed': { status: 422, en: 'The host is not allowed', ja: '許可されていないホストです' },
  'link.blocked': {
    status: 403,
    en: 'The link leads to a host that is not allowed',
    ja: 'リンク先のホストは許可されていません',
  },
  'model.not-data-driven': {
    status: 409,
    en: 'The model of the program is not fitted',
    ja: 'このプログラムのモデルは学習を行いません',
  },
  'shapley.too-many-partners': {
    status: 409,
    en: 'There are too many partners for an exact Shapley value',
    ja: 'シャープレイ値を正確に計算できるパートナー数を超えています',
  },
  'markov.too-large': {
    status: 409,
    en: 'There are too many partners and journeys for an exact Markov model',
    ja: 'マルコフモデルを正確に計算できるパートナー数・経路数を超えています',
  },
  'snapshot.not-found': { status: 404, en: 'The model is not fitted yet', ja: 'モデルはまだ学習されていません' },
  'snapshot.conflict': {
    status: 409,
    en: 'The snapshot exists with other content',
    ja: '内容の異なるスナップショットが登録済みです',
  },
  'program.conflict': {
    status: 409,
    en: 'The program exists with other content',
    ja: '内容の異なるプログラムが登録済みです',
  },
  'plan.conflict': { status: 409, en: 'The version exists with other content', ja: '内容の異なるプランが公開済みです' },
  'plan.published': {
    status: 409,
    en: 'The version is published and never changes',
    ja: 'プランは公開済みのため変更できません',
  },
  'plan.drafted': { status: 409, en: 'The version is being drafted', ja: 'このバージョンは下書き中です' },
  'plan.period-sealed': {
    status: 409,
    en: 'The plan would reach into a sealed period',
    ja: 'プランの適用日が締め処理済みの期間に入っています',
  },
  'plan.edited': { status: 412, en: 'The draft was changed meanwhile', ja: '下書きは他の人が変更しました' },
  'partner.conflict': {
    status: 409,
    en: 'The partner exists with other content',
    ja: '内容の異なるパートナーが登録済みです',
  },
  'enrollment.conflict': {
    status: 409,
    en: 'The enrollment exists with other content',
    ja: '内容の異なる参加登録があります',
  },
  'terms.conflict': { status: 409, en: 'The change exists with other content', ja: '内容の異なる変更が登録済みです' },
  'link.conflict': { status: 409, en: 'The link id is taken', ja: 'リンクIDは使用済みです' },
  'coupon.conflict': {
    status: 409,
    en: 'The coupon exists with other content',
    ja: '内容の異なるクーポンが登録済みです',
  },
  'coupon.taken': {
    status: 409,
    en: 'The coupon belongs to another partner',
    ja: 'クーポンは他のパートナーが使用中です',
  },
};

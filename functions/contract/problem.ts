import type { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { fieldErrors } from './field-errors.ts';
import { accessProblems } from './problems/access.ts';
import { claimProblems } from './problems/claim.ts';
import { connectorProblems } from './problems/connector.ts';
import { dealProblems } from './problems/deal.ts';
import { payoutProblems } from './problems/payout.ts';
import type { ProblemKind } from './problems/problem-kind.ts';
import { requestProblems } from './problems/request.ts';
import { webhookProblems } from './problems/webhook.ts';
import type { FieldError } from './refusal.ts';
import { Refusal } from './refusal.ts';

export type Locale = 'en' | 'ja';

const INTERNAL: ProblemKind = {
  status: 500,
  en: 'Something went wrong on our side',
  ja: 'サーバー内部でエラーが発生しました',
};

/** Every code that callers may see. A domain error whose code is not here is a broken invariant: 500. */
export const problemCodes: Readonly<Record<string, ProblemKind>> = {
  ...requestProblems,
  ...accessProblems,
  ...payoutProblems,
  ...dealProblems,
  ...claimProblems,
  ...webhookProblems,
  ...connectorProblems,
  internal: INTERNAL,

  'route.not-found': { status: 404, en: 'There is no such address', ja: 'アドレスが見つかりません' },
  'route.method-not-allowed': { status: 405, en: 'The method is not allowed here', ja: 'このメソッドは使えません' },

  'adjustment.not-found': { status: 404, en: 'There is no such adjustment', ja: '調整が見つかりません' },
  'adjustment.conflict': { status: 409, en: 'The adjustment has other content', ja: '内容の異なる調整があります' },
  'adjustment.decided': { status: 409, en: 'It was decided otherwise already', ja: '既に別の決定がされています' },
  'opening.not-found': { status: 404, en: 'There are no such opening balances', ja: '移行時残高が見つかりません' },
  'opening.edited': { status: 412, en: 'Somebody else changed the balances', ja: '移行時残高は他の人が変更しました' },
  'opening.approved': { status: 409, en: 'The opening balances are approved already', ja: '移行時残高は承認済みです' },
  'opening.too-late': {
    status: 409,
    en: 'Balances are taken over before the first period is sealed',
    ja: '移行時残高は最初の期間の締め処理前に限り取り込めます',
  },
  'approval.same-person': {
    status: 409,
    en: 'Another person must approve what one has drafted',
    ja: '起案者本人は承認できません',
  },

  'program.not-found': { status: 404, en: 'There is no such program', ja: 'プログラムが見つかりません' },
  'partner.edited': { status: 412, en: 'The profile was changed meanwhile', ja: 'プロフィールは他の人が変更しました' },
  'partner.not-found': { status: 404, en: 'There is no such partner', ja: 'パートナーが見つかりません' },
  'activity.not-noted': {
    status: 409,
    en: 'The program lists no clicks and conversions for partners',
    ja: 'このプログラムはクリックと成果の一覧を提供していません',
  },
  'enrollment.not-found': {
    status: 404,
    en: 'The partner is not enrolled',
    ja: 'パートナーはこのプログラムに参加していません',
  },
  'link.not-found': { status: 404, en: 'There is no such tracking link', ja: 'トラッキングリンクが見つかりません' },
  'conversion.not-found': { status: 404, en: 'There is no such conversion', ja: 'コンバージョンが見つかりません' },
  'commission.not-found': { status: 404, en: 'There is no such commission', ja: '報酬が見つかりません' },
  'review.not-offered': {
    status: 409,
    en: 'The program has no merchant review',
    ja: '成果の承認制ではないプログラムです',
  },
  'review.decided': { status: 409, en: 'It was decided otherwise already', ja: '既に別の決定がされています' },
  'settlement.not-found': { status: 404, en: 'There is no such settlement', ja: '締め処理が見つかりません' },
  'statement.not-found': { status: 404, en: 'There is no such statement', ja: '明細書が見つかりません' },
  'root.not-found': { status: 404, en: 'The period is not signed yet', ja: '期間はまだ署名されていません' },
  'plan.not-found': { status: 404, en: 'There is no such plan', ja: 'プランが見つかりません' },

  'document.superseded': {
    status: 409,
    en: 'The statement has changed in the meantime',
    ja: '明細書はその間に変更されました',
  },
  'document.wrong-status': {
    status: 409,
    en: 'The statement is not where this needs it to be',
    ja: '明細書の状態が正しくありません',
  },
  'document.missing-glyph': {
    status: 422,
    en: 'The statement cannot be printed',
    ja: '印刷できない文字が含まれています',
  },
  'document.too-large': { status: 422, en: 'The answer would be too large', ja: '応答が大きすぎます' },

  'reference.unknown': {
    status: 422,
    en: 'The request names something unknown',
    ja: '存在しないものが指定されています',
  },
  'time.in-future': { status: 422, en: 'The time is in the future', ja: '未来の日時は指定できません' },
  'currency.unknown': { status: 422, en: 'The currency is not known', ja: '通貨コードが正しくありません' },
  'journal.not-encodable': {
    status: 422,
    en: 'A letter cannot be written in this encoding',
    ja: 'この文字コードでは表せない文字があります',
  },
  'currency.mismatch': { status: 422, en: 'The currencies differ', ja: '通貨が一致しません' },
  'amount.invalid': { status: 422, en: 'The amount is not valid', ja: '金額が正しくありません' },
  'amount.too-many-decimals': { status: 422, en: 'The amount has too many decimals', ja: '金額の小数桁が多すぎます' },
  'number.invalid': { status: 422, en: 'The number is not valid', ja: '数値が正しくありません' },
  'click.mismatch': { status: 422, en: 'The click contradicts its signed id', ja: 'クリックIDの内容と一致しません' },
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
  'snapshot.not-found': { status: 404, en: 'The model is not fitted yet', ja: 'モデルはまだ学習されていません' },
  'snapshot.conflict': {
    status: 409,
    en: 'The snapshot exists with other content',
    ja: '内容の異なるスナップショットが登録済みです',
  },

  'tax.profile-invalid': { status: 422, en: 'The tax profile is not valid', ja: '税務情報の内容に誤りがあります' },
  'tax.payer-invalid': { status: 422, en: 'The payer is not valid', ja: '支払者の内容に誤りがあります' },
  'tax.row-invalid': { status: 422, en: 'The row of the tax tables is not valid', ja: '税率表の行に誤りがあります' },
  'tax.not-found': { status: 404, en: 'There is no such tax setting', ja: '税務設定が見つかりません' },
  'tax.decided': { status: 409, en: 'It was decided otherwise before', ja: 'すでに別の判断がされています' },
  'tax.edited': { status: 412, en: 'Somebody else wrote a version meanwhile', ja: '他の人が新しい版を登録しました' },
  'tax.moved-on': { status: 409, en: 'Somebody else was first', ja: '他の処理が先に行われました' },

  'date.invalid': { status: 422, en: 'The date is not valid', ja: '日付が正しくありません' },
  'period.invalid': { status: 422, en: 'The period is not valid', ja: '期間が正しくありません' },
  'period.not-over': { status: 409, en: 'The period is not over', ja: '期間がまだ終わっていません' },
  'period.other-open': { status: 409, en: 'Another period is in progress', ja: '他の期間の締め処理が進行中です' },
  'period.already-approved': { status: 409, en: 'The period is approved already', ja: '期間は承認済みです' },
  'period.before-closed': { status: 409, en: 'A later period is closed already', ja: 'より後の期間が締め済みです' },
  'period.wrong-status': { status: 409, en: 'The period is at another step', ja: '期間の状態が異なります' },
  'period.moved-on': { status: 409, en: 'Somebody else was first', ja: '他の処理が先に行われました' },
  'period.not-calculated': { status: 409, en: 'The period is not calculated', ja: '期間が計算されていません' },
  'step.gave-up': { status: 409, en: 'The step failed too often', ja: '処理が繰り返し失敗しました' },
  'payout.not-run': { status: 409, en: 'The payout run is not made', ja: '支払処理が行われていません' },

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
  'request.if-match-required': {
    status: 428,
    en: 'Say in If-Match which draft is meant',
    ja: 'If-Matchで対象の下書きを指定してください',
  },
  'rate.conflict': { status: 409, en: 'The rate exists with another value', ja: '異なる為替レートが登録済みです' },
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
  'click.conflict': {
    status: 409,
    en: 'The click exists with other content',
    ja: '内容の異なるクリックが登録済みです',
  },
  'conversion.conflict': {
    status: 409,
    en: 'The conversion exists with other content',
    ja: '内容の異なるコンバージョンが登録済みです',
  },
  'reversal.conflict': {
    status: 409,
    en: 'The reversal exists with other content',
    ja: '内容の異なる取消が登録済みです',
  },
};

/** An error as callers get it: RFC 9457, with our code, what is wrong with which field, and the id to quote to support. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string | undefined;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly requestId: string;
}

export interface ProblemContext {
  readonly requestId: string;
  /** Path of the request. */
  readonly instance: string;
  readonly locale: Locale;
}

/** What a caller is told of an error; of one that we did not foresee, nothing but the id under which we can look it up. */
export function problemOf(error: unknown, context: ProblemContext): Problem {
  if (isZodError(error)) {
    const errors = fieldErrors(error);
    return problem('request.invalid', { detail: detailOf(errors), errors }, context);
  }
  if (!(error instanceof DomainError) || !Object.hasOwn(problemCodes, error.code))
    return problem('internal', {}, context);
  if (error instanceof Refusal) return problem(error.code, { detail: error.message, errors: error.errors }, context);
  const errors = error.field === null ? undefined : [{ field: error.field, reason: error.message }];
  return problem(error.code, { detail: error.message, errors }, context);
}

/** The language of ours that an Accept-Language header likes best; English when it likes none, the first of equals. */
export function localeOf(acceptLanguage = ''): Locale {
  let best: { readonly locale: Locale; readonly weight: number } = { locale: 'en', weight: 0 };
  for (const part of acceptLanguage.toLowerCase().split(',')) {
    const [, locale, weight = '1'] = /^\s*(en|ja)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(part) ?? [];
    if (locale !== undefined && Number(weight) > best.weight)
      best = { locale: locale as Locale, weight: Number(weight) };
  }
  return best.locale;
}

/** One sentence for people who read only the detail. */
export function detailOf(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (!first) return 'The request is not valid.';
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.field}: ${first.reason}${others}`;
}

interface Told {
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

function problem(code: string, told: Told, context: ProblemContext): Problem {
  const kind = problemCodes[code] ?? INTERNAL;
  return {
    type: `urn:bunpai:problem:${code}`,
    title: kind[context.locale],
    status: kind.status,
    ...(told.detail === undefined ? {} : { detail: told.detail }),
    instance: context.instance,
    code,
    ...(told.errors === undefined ? {} : { errors: told.errors }),
    requestId: context.requestId,
  };
}

// By name, so that the redirect does not load the schema library to find out that nothing is wrong.
function isZodError(error: unknown): error is z.ZodError {
  return error instanceof Error && (error.name === 'ZodError' || error.name === '$ZodError') && 'issues' in error;
}

import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with facts, and with what is made of them. */
export const factsProblems: Readonly<Record<string, ProblemKind>> = {
  'activity.not-noted': {
    status: 409,
    en: 'The program lists no clicks and conversions for partners',
    ja: 'このプログラムはクリックと成果の一覧を提供していません',
  },
  'conversion.not-found': { status: 404, en: 'There is no such conversion', ja: 'コンバージョンが見つかりません' },
  'click.not-found': { status: 404, en: 'There is no such click', ja: 'クリックが見つかりません' },
  'reversal.not-found': { status: 404, en: 'There is no such reversal', ja: '取消が見つかりません' },
  'commission.not-found': { status: 404, en: 'There is no such commission', ja: '報酬が見つかりません' },
  'review.not-offered': {
    status: 409,
    en: 'The program has no merchant review',
    ja: '成果の承認制ではないプログラムです',
  },
  'review.decided': { status: 409, en: 'It was decided otherwise already', ja: '既に別の決定がされています' },
  'click.mismatch': { status: 422, en: 'The click contradicts its signed id', ja: 'クリックIDの内容と一致しません' },
  'rate.not-found': {
    status: 404,
    en: 'No exchange rate was recorded for that day',
    ja: 'その日の為替レートが登録されていません',
  },
  'rate.conflict': { status: 409, en: 'The rate exists with another value', ja: '異なる為替レートが登録済みです' },
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

import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with the close of a period, and with what it issues. */
export const settlementProblems: Readonly<Record<string, ProblemKind>> = {
  'settlement.not-found': { status: 404, en: 'There is no such settlement', ja: '締め処理が見つかりません' },
  'statement.not-found': { status: 404, en: 'There is no such statement', ja: '明細書が見つかりません' },
  'root.not-found': { status: 404, en: 'The period is not signed yet', ja: '期間はまだ署名されていません' },
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
};

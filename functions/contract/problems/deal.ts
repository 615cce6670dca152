import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with leads and deals. */
export const dealProblems: Readonly<Record<string, ProblemKind>> = {
  'deal.not-found': { status: 404, en: 'There is no such deal', ja: '案件が見つかりません' },
  'deal.conflict': { status: 409, en: 'The deal exists with other content', ja: '内容の異なる案件が登録済みです' },
  'deal.registered': {
    status: 409,
    en: 'The deal is registered here and is won there',
    ja: '登録済みの案件です。案件の受注として記録してください',
  },
  'deal.wrong-status': { status: 409, en: 'The deal is at another step', ja: '案件の状態が異なります' },
  'deal.locked': {
    status: 409,
    en: 'What was approved of a deal stays',
    ja: '承認済みの案件のこの項目は変更できません',
  },
  'deal.protected': {
    status: 409,
    en: 'The customer is protected for another partner',
    ja: '他のパートナーの案件として保護されています',
  },
  'deal.registered-first': {
    status: 409,
    en: 'Another partner registered the customer first',
    ja: '先に登録された案件があります',
  },
  'deal.conflict-undecided': {
    status: 409,
    en: 'Another registration may be of the same customer',
    ja: '同じ顧客の可能性がある案件について判断が必要です',
  },
  'deal.extended': { status: 409, en: 'The protection was extended already', ja: '保護期間の延長は1回限りです' },
  'deal.busy': { status: 409, en: 'Other deals are being approved', ja: '他の案件を承認中です' },
  'deal.edited': { status: 412, en: 'The deal was changed meanwhile', ja: '案件は他の人が変更しました' },
  'deal.stage-unknown': { status: 422, en: 'There is no such stage', ja: '存在しないステージです' },
  'deal.unprotected': {
    status: 422,
    en: 'It was sold outside of the protection',
    ja: '保護期間外の受注です',
  },
};

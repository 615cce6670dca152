import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with tax profiles, payers and the tables of tax. */
export const taxProblems: Readonly<Record<string, ProblemKind>> = {
  'tax.profile-invalid': { status: 422, en: 'The tax profile is not valid', ja: '税務情報の内容に誤りがあります' },
  'tax.payer-invalid': { status: 422, en: 'The payer is not valid', ja: '支払者の内容に誤りがあります' },
  'tax.row-invalid': { status: 422, en: 'The row of the tax tables is not valid', ja: '税率表の行に誤りがあります' },
  'tax.not-found': { status: 404, en: 'There is no such tax setting', ja: '税務設定が見つかりません' },
  'tax.decided': { status: 409, en: 'It was decided otherwise before', ja: 'すでに別の判断がされています' },
  'tax.edited': { status: 412, en: 'Somebody else wrote a version meanwhile', ja: '他の人が新しい版を登録しました' },
  'tax.moved-on': { status: 409, en: 'Somebody else was first', ja: '他の処理が先に行われました' },
};

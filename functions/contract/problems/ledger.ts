import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with what people put into the books, and with taking the books out. */
export const ledgerProblems: Readonly<Record<string, ProblemKind>> = {
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
  'journal.not-encodable': {
    status: 422,
    en: 'A letter cannot be written in this encoding',
    ja: 'この文字コードでは表せない文字があります',
  },
};

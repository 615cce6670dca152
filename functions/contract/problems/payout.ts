import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with bank details, payouts and their batches. */
export const payoutProblems: Readonly<Record<string, ProblemKind>> = {
  'payee.not-found': { status: 404, en: 'There are no such bank details', ja: '口座情報が見つかりません' },
  'payee.edited': {
    status: 412,
    en: 'Somebody else gave a version meanwhile',
    ja: '他の人が新しい口座情報を登録しました',
  },
  'payee.draft-waiting': {
    status: 409,
    en: 'Other bank details wait for a decision',
    ja: '承認待ちの口座情報があります',
  },
  'payee.decided': {
    status: 409,
    en: 'The bank details are decided on already',
    ja: '口座情報は承認または却下済みです',
  },
  'payee.moved-on': {
    status: 409,
    en: 'The bank details were changed meanwhile',
    ja: '口座情報は他の人が変更しました',
  },
  'payout.no-terms': {
    status: 409,
    en: 'The program does not say when it pays',
    ja: 'プログラムに支払条件がありません',
  },
  'payout.too-late': {
    status: 422,
    en: 'Partners would be paid later than the law allows',
    ja: '支払期日が法定の日数を超えます',
  },
  'payout.earlier-first': {
    status: 409,
    en: 'An earlier month comes first',
    ja: '先に前の月の支払を準備してください',
  },
  'payout.not-found': { status: 404, en: 'There is no such payout', ja: '支払が見つかりません' },
  'payout.not-screened': {
    status: 409,
    en: 'No sign of abuse holds the payout',
    ja: 'この支払は不正の兆候では保留されていません',
  },
  'payout.moved-on': { status: 409, en: 'The payout was changed meanwhile', ja: '支払は他の処理で変更されました' },
  'batch.not-found': { status: 404, en: 'There is no such batch', ja: '支払バッチが見つかりません' },
  'batch.wrong-status': { status: 409, en: 'The batch is at another step', ja: '支払バッチの状態が異なります' },
  'batch.empty': { status: 409, en: 'The batch holds no payout', ja: '支払バッチが空です' },
  'batch.changed': { status: 409, en: 'The batch is not what was seen', ja: '支払バッチの内容が確認時と異なります' },
  'batch.not-encodable': {
    status: 409,
    en: 'The bank would not take the file of the batch',
    ja: '振込ファイルを作成できません',
  },
  'remittance.other-file': {
    status: 409,
    en: 'The file is not the one that was approved',
    ja: '承認された振込ファイルと異なります',
  },
  'remittance.changed': {
    status: 409,
    en: 'The file would not be the one that was seen with the batch',
    ja: '振込ファイルの内容が確認時と異なります',
  },
  'batch.stale': { status: 409, en: 'The batch is out of date', ja: '支払バッチの内容が古くなっています' },
  'batch.moved-on': { status: 409, en: 'The batch was changed meanwhile', ja: '支払バッチは他の処理で変更されました' },
  'exchange.same-currency': {
    status: 409,
    en: "The batch is paid in the program's own currency",
    ja: '外貨の支払バッチではありません',
  },
  'exchange.waiting': {
    status: 409,
    en: 'The bank has not told of all transfers yet',
    ja: '結果が未着の振込があります',
  },
  'exchange.nothing-paid': {
    status: 409,
    en: 'No transfer of the batch was paid',
    ja: '支払バッチに支払済みの振込がありません',
  },
  'exchange.booked': { status: 409, en: 'The exchange is booked already', ja: '為替決済は記帳済みです' },
  'exchange.not-drafted': {
    status: 409,
    en: 'Nobody has said what the batch cost',
    ja: '為替決済の金額が登録されていません',
  },
  'exchange.changed': {
    status: 409,
    en: 'The exchange is not what was seen',
    ja: '為替決済の内容が確認時と異なります',
  },
  'results.invalid': {
    status: 422,
    en: 'The report does not fit the batch',
    ja: '結果の内容が支払バッチと一致しません',
  },
  'results.unreadable': {
    status: 422,
    en: 'The file of results cannot be read',
    ja: '結果ファイルを読み取れません',
  },
  'parked.not-found': { status: 404, en: 'There is no such parked result', ja: '保留中の結果が見つかりません' },
  'parked.settled': { status: 409, en: 'The parked result is settled already', ja: '保留中の結果は処理済みです' },
  'results.contradict': {
    status: 409,
    en: 'The report contradicts an earlier one',
    ja: '結果が以前の内容と矛盾しています',
  },
};

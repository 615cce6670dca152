/** What a partner reads of the money of a line; `{date}` and `{period}` stand for what is known. */
interface EarningWords {
  readonly rate: string;
  readonly review: string;
  readonly rejected: string;
  readonly nothing: string;
  readonly expected: string;
  readonly held: string;
  readonly planned: string;
  readonly onHold: string;
  readonly waiting: string;
  readonly underWay: string;
  readonly paid: string;
  readonly returned: string;
  readonly carried: string;
}

/** By language. */
export const earningWords: Readonly<Record<'ja' | 'en', EarningWords>> = {
  en: {
    rate: 'Waits for an exchange rate',
    review: 'Waits for the approval of the merchant; with it, by {date} at the earliest',
    rejected: 'Rejected',
    nothing: 'Earns nothing',
    expected: 'Expected; with the close of {period}, paid on {date}',
    held: 'Held; released with the close of {period}, paid on {date}',
    planned: 'Released; paid on {date}',
    onHold:
      'Released; the payout is being checked, and paid on {date} at the latest unless it waits for something else',
    waiting: 'Released; the payout waits and has no day yet: see `needs` of your partner data, or ask the merchant',
    underWay: 'On its way to your bank for {date}',
    paid: 'Paid',
    returned: 'Your bank sent it back; look at your bank details',
    carried: 'Released; paid once the least payout is reached',
  },
  ja: {
    rate: '為替レートの登録待ち',
    review: '広告主の承認待ち（承認された場合の支払予定日は最短で {date}）',
    rejected: '却下',
    nothing: '報酬なし',
    expected: '見込み（{period} の締めで確定、支払予定日 {date}）',
    held: '保留中（{period} の締めで確定、支払予定日 {date}）',
    planned: '確定済み（支払予定日 {date}）',
    onHold: '確定済み。支払内容を確認中のため保留しています（他に保留理由がなければ遅くとも {date} に支払予定）',
    waiting:
      '確定済み。支払いは保留中で、支払日は未定です（パートナー情報の `needs` をご確認いただくか、広告主にお問い合わせください）',
    underWay: '振込手続き中（振込指定日 {date}）',
    paid: '支払い済み',
    returned: '振込不能のため返戻。口座情報をご確認ください',
    carried: '確定済み（最低支払額に達した月に支払い）',
  },
};

import type { Sign } from '../../domain/payout/screening.ts';
import type { LateConversion } from '../../domain/settlement/period-review.ts';
import type { Figures } from '../../domain/settlement/summary.ts';
import type { Language } from '../../domain/statement/text/words.ts';

interface ReviewWords {
  readonly head: (periodId: string, status: string) => string;
  readonly status: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<keyof Figures, string>>;
  readonly now: string;
  readonly nothingBefore: string;
  readonly change: string;
  readonly movers: string;
  readonly lookAt: (count: number) => string;
  readonly nothing: string;
  readonly overdue: (conversionId: string, deadline: string) => string;
  readonly open: string;
  readonly period: string;
  readonly amount: string;
  readonly since: string;
  readonly days: string;
  readonly flags: {
    readonly needsReview: (notes: string) => string;
    readonly missingTaxProfile: string;
    readonly missingPayee: string;
    readonly undecidedPayee: (revision: number) => string;
    readonly undecidedTaxProfile: (version: number) => string;
    readonly refundRate: (rate: string, limit: string) => string;
    readonly screening: (signs: string, until: string) => string;
    readonly signs: Readonly<Record<Sign['code'], string>>;
    readonly latePayment: (count: number, oldest: LateConversion) => string;
  };
}

/** What a review says, in the language of whoever reads it. */
export const reviewWords: Readonly<Record<Language, ReviewWords>> = {
  en: {
    head: (periodId, status) => `Review of ${periodId} · ${status}`,
    status: { calculated: 'a draft that waits for approval', approved: 'approved', closed: 'closed' },
    figures: {
      base: 'base',
      commission: 'commission',
      bonus: 'bonuses',
      override: 'overrides',
      held: 'held at the cutoff',
      released: 'released',
      payable: 'payable',
      payout: 'payout',
    },
    now: 'now',
    nothingBefore: 'before',
    change: 'change',
    movers: 'biggest movers',
    lookAt: (count) => `To look at (${count}):`,
    nothing: 'Nothing to look at.',
    overdue: (conversionId, deadline) => `${conversionId}: its review was due by ${deadline}`,
    open: 'open at the end of the month',
    period: 'period',
    amount: 'amount',
    since: 'since',
    days: 'days',
    flags: {
      needsReview: (notes) => `needs review: ${notes}`,
      missingTaxProfile:
        'no tax profile: no tax is computed and the payout waits; the close after it is known adds the tax',
      missingPayee: 'no bank account in force: the payout waits',
      undecidedPayee: (revision) => `bank details ${revision} wait for a second person's word`,
      undecidedTaxProfile: (version) => `its own tax profile, version ${version}, waits for finance`,
      refundRate: (rate, limit) => `${rate} of what was sold was taken back (limit ${limit})`,
      screening: (signs, until) => `the payout is held until ${until} for signs of abuse: ${signs}`,
      signs: {
        'screening.shared-payee': 'another partner has the same bank account',
        'screening.refund-rate': 'refunds',
        'screening.click-flood': 'repeated or automatic clicks',
        'screening.fast-conversions': 'clicks too shortly before conversions',
        'screening.self-referral': 'it bought through itself',
        'screening.repeated-clicks': 'many repeated or automatic clicks, also without conversions',
      },
      latePayment: (count, { conversionId, days, daysMax }) =>
        `${count} conversions are paid more than ${daysMax} days after they occurred; ${conversionId} after ${days}`,
    },
  },
  ja: {
    head: (periodId, status) => `${periodId}の確認 ・ ${status}`,
    status: { calculated: '承認待ちの計算結果', approved: '承認済み', closed: '締め済み' },
    figures: {
      base: '対象額',
      commission: '成果報酬',
      bonus: 'ボーナス',
      override: '紹介報酬',
      held: '締日の保留残高',
      released: '確定',
      payable: '支払対象',
      payout: '支払額',
    },
    now: '当月',
    nothingBefore: '前回',
    change: '増減',
    movers: '増減の大きいパートナー',
    lookAt: (count) => `確認が必要な事項（${count}件）：`,
    nothing: '確認が必要な事項はありません。',
    overdue: (conversionId, deadline) => `${conversionId}：成果承認の期限（${deadline}）を過ぎています`,
    open: '月末時点の未決済',
    period: '対象月',
    amount: '金額',
    since: '発生日',
    days: '日数',
    flags: {
      needsReview: (notes) => `要確認：${notes}`,
      missingTaxProfile: '税務情報が未登録です。税額を計算せず支払を保留します（登録後の締めで消費税を加算）',
      missingPayee: '有効な振込口座がありません。支払を保留します',
      undecidedPayee: (revision) => `振込先（版${revision}）が承認待ちです`,
      undecidedTaxProfile: (version) => `本人が提出した税務情報（版${version}）が確認待ちです`,
      refundRate: (rate, limit) => `返品・取消率が${rate}です（基準${limit}）`,
      screening: (signs, until) => `不正の兆候により${until}まで支払を保留します：${signs}`,
      signs: {
        'screening.shared-payee': '他のパートナーと同一の振込口座',
        'screening.refund-rate': '返品・取消率',
        'screening.click-flood': '重複・自動クリックの割合',
        'screening.fast-conversions': '成果直前のクリックの割合',
        'screening.self-referral': '本人による購入',
        'screening.repeated-clicks': '成果のないものを含む重複・自動クリックの多さ',
      },
      latePayment: (count, { conversionId, days, daysMax }) =>
        `発生から${daysMax}日を超えて支払う成果が${count}件あります（最長${conversionId}：${days}日）`,
    },
  },
};

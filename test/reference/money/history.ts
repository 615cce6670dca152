/** What the law asks of a partner, from a day on. */
export interface Profile {
  readonly entityKind: 'individual' | 'corporation' | 'unincorporated';
  readonly isJapanResident: boolean;
  readonly workCountry: 'JP' | 'US';
  /** What the public register says of its number; null: not registered. */
  readonly registration: 'not-checked' | 'registered' | 'not-found' | 'lapsed' | null;
  readonly nature: 'ad-performance' | 'manuscript' | 'lecture' | 'design' | 'royalty' | 'sales-agent' | 'other';
  readonly taxMode: 'exclusive' | 'inclusive';
  readonly isNetOfWithholding: boolean;
  readonly treaty: { readonly filedOn: string; readonly expiresOn: string; readonly rate: string } | null;
}

export interface Payer {
  readonly taxRounding: 'down' | 'up' | 'half-up';
  readonly separatesTax: boolean;
  readonly adPerformanceAs: 'not-listed' | 'sales-agent';
  readonly isExemptFromWithholding: boolean;
  readonly fiscalYearStartMonth: number;
}

export interface GivenPayer {
  /** Of the program alone; it goes before that of the merchant. */
  readonly isOwn: boolean;
  readonly from: string;
  readonly payer: Payer;
}

export interface NewRate {
  readonly from: string;
  readonly rate: string;
}

export interface GivenProfile {
  /** Told before the close of this month, which may be much later than it holds. */
  readonly toldIn: string;
  readonly from: string;
  readonly profile: Profile;
}

export interface Reserve {
  readonly rate: string;
  readonly days: number;
}

export interface PartnerHistory {
  readonly partnerId: string;
  readonly recruitedBy: string | null;
  /** The first day on which it is no longer enrolled. */
  readonly endedOn: string | null;
  readonly reserve: Reserve | null;
  readonly profiles: readonly GivenProfile[];
  /** The month before whose close its bank details are given; null: from the beginning. */
  readonly payeeIn: string | null;
  readonly opening: { readonly heldMinor: bigint; readonly heldUntil: string; readonly payableMinor: bigint } | null;
}

export interface Sale {
  readonly conversionId: string;
  readonly partnerId: string;
  readonly day: string;
  readonly lines: readonly bigint[];
}

export interface Refund {
  readonly reversalId: string;
  readonly conversionId: string;
  readonly day: string;
  readonly amountMinor: bigint;
  readonly undoes: string | null;
}

export interface Adjusted {
  readonly adjustmentId: string;
  readonly partnerId: string;
  /** The month that takes it up. */
  readonly month: string;
  readonly day: string;
  readonly minor: bigint;
  readonly isWriteOff: boolean;
  readonly about: { readonly conversionId: string } | { readonly statementOf: string } | null;
}

/** One program of a merchant; another one may have the same partners and payers. */
export interface MoneyHistory {
  readonly programId: string;
  readonly months: readonly string[];
  readonly thresholdMinor: bigint;
  /** Whether the program says when it pays, and whether it promised sixty days; null: it pays elsewhere. */
  readonly pays: { readonly isSixtyDays: boolean } | null;
  readonly reserve: Reserve | null;
  readonly holdDays: number;
  readonly bonus: { readonly reaches: bigint; readonly pays: bigint };
  /** By the day from which they hold; before the first of them nothing is taxed. */
  readonly payers: readonly GivenPayer[];
  /** A rate of the consumption tax that finance adds to the tables before the first close. */
  readonly newRate: NewRate | null;
  readonly partners: readonly PartnerHistory[];
  readonly sales: readonly Sale[];
  readonly refunds: readonly Refund[];
  readonly adjustments: readonly Adjusted[];
}

export function payerOn({ payers }: Pick<MoneyHistory, 'payers'>, day: string): Payer | null {
  const begun = payers.filter(({ from }) => from <= day);
  return (begun.findLast(({ isOwn }) => isOwn) ?? begun.at(-1))?.payer ?? null;
}

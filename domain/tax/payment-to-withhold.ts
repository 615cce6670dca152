import type { BusinessDate } from '../dates.ts';
import type { Currency } from '../money/currency.ts';
import type { SupplyBasis } from './consumption-tax.ts';
import type { Payer } from './payer.ts';
import type { TaxProfile } from './tax-profile.ts';
import type { TaxTables } from './tax-tables.ts';

/** A payment about to be made to one partner: what is due of fees, carried ones included, and of consumption tax on top. */
export interface PaymentToWithhold {
  readonly paidOn: BusinessDate;
  readonly currency: Currency;
  /** Fees that this payment pays, as agreed; nothing paid, nothing withheld. */
  readonly feesMinor: bigint;
  /** Consumption tax paid with them on top; 0 where fees are agreed with tax in them. */
  readonly taxMinor: bigint;
  /** How the fees were agreed and taxed on the day on which they were supplied. */
  readonly agreed: SupplyBasis;
  /** What the same payer paid the partner before, on the day and in the calendar month and year of `paidOn`. */
  readonly earlier: EarlierPayments;
  readonly profile: TaxProfile | null;
  readonly payer: Payer;
  readonly tables: TaxTables;
}

/** Fees (without consumption tax where that stands apart) and what was withheld on them: of a day and a month what is listed as its own kind, of a year all. */
export interface EarlierPayments {
  readonly dayBaseMinor: bigint;
  readonly dayWithheldMinor: bigint;
  readonly monthBaseMinor: bigint;
  readonly monthWithheldMinor: bigint;
  readonly yearBaseMinor: bigint;
}

/** Of the first payment of a year. */
export const NO_EARLIER_PAYMENTS: EarlierPayments = {
  dayBaseMinor: 0n,
  dayWithheldMinor: 0n,
  monthBaseMinor: 0n,
  monthWithheldMinor: 0n,
  yearBaseMinor: 0n,
};

import type { BusinessDate } from '../../dates.ts';

/** The dated tables of tax and law; a figure of a document names the rows that it used. */
export type TaxTableName =
  | 'consumption_tax_rate'
  | 'electronic_filing'
  | 'payment_record_threshold'
  | 'payment_term'
  | 'reporting_threshold_us'
  | 'special_income_tax'
  | 'subcontract_test'
  | 'transitional_input_credit'
  | 'withholding_rule';

/** How an amount of a rule becomes whole units; `payer`: as the payer has chosen and keeps to. */
export type RowRounding = 'down' | 'half-up' | 'payer' | 'none';

/** One row of law: what holds from a day to another, where that is written, and who looked it up. It never changes. */
export interface TaxRow {
  readonly id: string;
  readonly table: TaxTableName;
  /** ISO 3166-1 alpha-2. */
  readonly jurisdiction: string;
  /** What of the table it is, such as `standard`. */
  readonly kind: string;
  readonly validFrom: BusinessDate;
  /** The last day; null: until further notice. */
  readonly validTo: BusinessDate | null;
  /** Figures by name, as decimal strings; amounts are in the major unit of the jurisdiction's currency. */
  readonly value: Readonly<Record<string, string>>;
  readonly rounding: RowRounding;
  readonly source: string;
  readonly reviewedOn: BusinessDate;
  readonly reviewedBy: string;
  /** Of a merchant's own row: the row whose days it takes over. */
  readonly supersedes?: string | undefined;
}

interface KindOfRow {
  readonly jurisdiction: 'JP' | 'US';
  readonly figures: readonly string[];
}

const jp = (...figures: readonly string[]): KindOfRow => ({ jurisdiction: 'JP', figures });
const us = (...figures: readonly string[]): KindOfRow => ({ jurisdiction: 'US', figures });

/** Every kind of row there is, with the figures that it must have. */
export const ROW_KINDS: Readonly<Record<TaxTableName, Readonly<Record<string, KindOfRow>>>> = {
  consumption_tax_rate: { standard: jp('rate', 'national', 'local'), reduced: jp('rate', 'national', 'local') },
  electronic_filing: { 'payment-records': jp('forms') },
  payment_record_threshold: {
    '204-1-1': jp('threshold'),
    '204-1-4': jp('threshold'),
    'non-resident': jp('threshold'),
  },
  payment_term: {
    freelance: jp('days'),
    'freelance-recommission': jp('daysAfterOriginalPayment'),
    subcontract: jp('days', 'lateInterest'),
    'monthly-close': jp('months'),
  },
  reporting_threshold_us: { '1099-nec': us('threshold') },
  special_income_tax: { reconstruction: jp('shareOfIncomeTax'), defence: jp('shareOfIncomeTax') },
  subcontract_test: { services: jp('employees', 'capital', 'smallCapital') },
  transitional_input_credit: { 'non-registered': jp('share'), 'yearly-cap': jp('cap') },
  withholding_rule: {
    '204-1-1': jp('incomeTaxRate', 'step', 'incomeTaxRateAbove'),
    '204-1-4': jp('incomeTaxRate', 'monthlyDeduction'),
    'non-resident': jp('incomeTaxRate'),
    backup: us('rate'),
    fdap: us('rate'),
  },
};

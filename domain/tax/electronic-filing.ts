import { yearOf } from '../dates.ts';
import type { PaidPayer } from './paid-fee.ts';
import { payerKey } from './paid-fee.ts';
import type { PaymentRecord } from './payment-records.ts';
import type { TaxNote } from './tax-note.ts';
import { taxNotes } from './tax-note.ts';
import type { TaxTables } from './tax-tables.ts';
import { figureIn, rowOn } from './tax-tables.ts';

/** Whether a payer's forms of one kind must be handed in electronically (電子提出: e-Tax, disc or cloud), not on paper. */
export interface ElectronicFiling {
  readonly payer: PaidPayer;
  readonly form: PaymentRecord['form'];
  /** The forms of it that are to be filed now. */
  readonly forms: number;
  /** The calendar year that decides: the second before the one in which they are filed. */
  readonly judgedOn: number;
  /** How many of the form were due in that year, by the payments on record here; what was filed from elsewhere comes on top. */
  readonly formsDueThen: number;
  /** From how many on it is a duty; null: no row of the tables is known. */
  readonly formsMin: number | null;
  readonly isRequired: boolean;
  readonly notes: readonly TaxNote[];
  readonly ruleRows: readonly string[];
}

/**
 * Judges the records of a year, which are due in January of the next, by those that were due two years before that: of the payments
 * of two years earlier. What is below the number by our payments alone is left to finance, who knows what else was filed.
 */
export function electronicFilings(
  records: readonly PaymentRecord[],
  { earlier, tables }: { readonly earlier: readonly PaymentRecord[]; readonly tables: TaxTables },
): readonly ElectronicFiling[] {
  const toFile = records.filter(({ isToFile }) => isToFile);
  return [...Map.groupBy(toFile, filingKey).entries()].map(([key, own]) => {
    const { payer, form, dueOn } = own.at(-1) as PaymentRecord;
    const row = rowOn(tables, { table: 'electronic_filing', kind: 'payment-records', on: dueOn });
    const formsMin = row === null ? null : Number(figureIn(row, 'forms'));
    const formsDueThen = earlier.filter((record) => record.isToFile && filingKey(record) === key).length;
    const isRequired = formsMin !== null && formsDueThen >= formsMin;
    return {
      payer,
      form,
      forms: own.length,
      judgedOn: yearOf(dueOn) - YEARS_BEFORE,
      formsDueThen,
      formsMin,
      isRequired,
      notes: taxNotes([isRequired ? 'jp.electronic-filing' : 'jp.electronic-filing-others']),
      ruleRows: row === null ? [] : [row.id],
    };
  });
}

/** Names the forms that are counted together. */
export const filingKey = (record: Pick<PaymentRecord, 'payer' | 'form'>): string =>
  JSON.stringify([payerKey(record), record.form]);

/** 前々年 of the year of filing; the payments of those forms are of the year before it. */
const YEARS_BEFORE = 2;

import type { BusinessDate } from '../dates.ts';
import { dateAfter, monthsAfter, yearOf } from '../dates.ts';
import type { PartnerId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { BankDays } from '../payout/bank-days.ts';
import { shifted } from '../payout/bank-days.ts';
import { byText } from '../text-order.ts';
import type { PaidFee, PaidPayee, PaidPayer, RecordKind } from './paid-fee.ts';
import { payerKey } from './paid-fee.ts';
import type { TaxRow } from './tables/row.ts';
import type { TaxNote, TaxNoteCode } from './tax-note.ts';
import { taxNotes } from './tax-note.ts';
import type { TaxTables } from './tax-tables.ts';
import { amountIn, rowOn } from './tax-tables.ts';

/** What a form says of one payer, payee, kind and calendar year of payment (支払調書, 1099-NEC). */
export interface PaymentRecord {
  readonly form: 'jp-payment-record' | 'jp-non-resident-record' | '1099-NEC' | '1042-S';
  readonly kind: RecordKind | 'nec' | 'fdap';
  /** Who files it. */
  readonly payer: PaidPayer;
  readonly partnerId: PartnerId;
  readonly payee: PaidPayee | null;
  readonly currency: Currency;
  readonly payments: number;
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
  readonly withheldMinor: bigint;
  /** The year's fees, in minor units; null: no row of the tables is known. */
  readonly thresholdMinor: bigint | null;
  readonly isToFile: boolean;
  readonly dueOn: BusinessDate;
  readonly needsReview: readonly TaxNote[];
  readonly ruleRows: readonly string[];
}

/** By what a form is filed: the dated tables, and the days on which the offices of its country are open, which are those of banks. */
export interface FilingLaw {
  readonly tables: TaxTables;
  readonly isBankDay: BankDays;
}

/** Japan's payment records of a calendar year: the listed kinds, corporations too, and what non-residents were withheld on. */
export function japanRecords(
  paid: readonly PaidFee[],
  year: number,
  { tables, isBankDay }: FilingLaw,
): readonly PaymentRecord[] {
  const inYear = paid.filter(
    ({ paidOn, payerCountry, kind, withholdingKind }) =>
      yearOf(paidOn) === year &&
      payerCountry === 'JP' &&
      kind !== 'not-listed' &&
      // What a non-resident earned abroad is no income of Japan.
      (kind !== 'non-resident' || withholdingKind === 'non-resident'),
  );
  return grouped(inYear).map((group) => {
    const sums = sumsOf(group);
    const row = rowOn(tables, { table: 'payment_record_threshold', kind: sums.kind, on: `${year}-12-31` });
    const thresholdMinor = row === null ? null : amountIn(row, 'threshold', 'JPY');
    const reviews: TaxNoteCode[] = [];
    if (sums.kind === 'unknown') reviews.push(sums.payee === null ? 'profile.missing' : 'jp.unknown-nature');
    if (sums.currency !== 'JPY') reviews.push('currency.not-payers');
    const isAbove = thresholdMinor === null || sums.currency !== 'JPY' || sums.feeMinor > thresholdMinor;
    // 所得税法225条; a day off moves it to the next open one (国税通則法10条2項).
    const dueOn = shifted(`${year + 1}-01-31`, 'after', isBankDay);
    reviews.push(...changedAfter(dueOn, group));
    return {
      ...sums,
      form: sums.kind === 'non-resident' ? 'jp-non-resident-record' : 'jp-payment-record',
      thresholdMinor,
      isToFile: isAbove && sums.feeMinor > 0n && sums.kind !== 'unknown',
      dueOn,
      needsReview: taxNotes(reviews),
      ruleRows: withRow(sums.ruleRows, row),
    };
  });
}

/** Forms of the United States: 1099-NEC of its persons, corporations mostly exempt, and 1042-S of what foreigners were withheld on. */
export function unitedStatesRecords(
  paid: readonly PaidFee[],
  year: number,
  { tables, isBankDay }: FilingLaw,
): readonly PaymentRecord[] {
  const inYear = paid.filter(({ paidOn, hasUsReporting }) => yearOf(paidOn) === year && hasUsReporting);
  const persons = inYear.filter(({ payee }) => isUnitedStatesPerson(payee) && payee?.entityKind !== 'corporation');
  const foreigners = inYear.filter(({ withholdingKind }) => withholdingKind === 'fdap');
  const known = rowOn(tables, { table: 'reporting_threshold_us', kind: '1099-nec', on: `${year}-12-31` });
  const row = known ?? lastRow(tables);
  return [
    ...grouped(persons).map((group) => {
      const sums = sumsOf(group);
      const isDollar = sums.currency === 'USD';
      const thresholdMinor = row !== null && isDollar ? amountIn(row, 'threshold', 'USD') : null;
      const reviews: TaxNoteCode[] = [];
      if (known === null) reviews.push('us.threshold-not-published');
      if (!isDollar) reviews.push('currency.not-payers');
      if (sums.payee?.usForm === null) reviews.push('us.form-missing');
      const dueOn = shifted(`${year + 1}-01-31`, 'after', isBankDay);
      reviews.push(...changedAfter(dueOn, group));
      const isReached = thresholdMinor === null || sums.feeMinor >= thresholdMinor || sums.withheldMinor > 0n;
      return {
        ...usForm(sums, '1099-NEC', dueOn),
        thresholdMinor,
        isToFile: isReached && sums.feeMinor > 0n,
        needsReview: taxNotes(reviews),
        ruleRows: withRow(sums.ruleRows, row),
      };
    }),
    ...grouped(foreigners).map((group) => {
      const sums = sumsOf(group);
      const dueOn = shifted(`${year + 1}-03-15`, 'after', isBankDay);
      const needsReview = taxNotes(['us.us-source', ...changedAfter(dueOn, group)]);
      return { ...usForm(sums, '1042-S', dueOn), thresholdMinor: 0n, isToFile: sums.feeMinor > 0n, needsReview };
    }),
  ];
}

/** A payment that came back after a form of its year was due: what was filed says otherwise by now. */
function changedAfter(dueOn: BusinessDate, group: readonly PaidFee[]): readonly TaxNoteCode[] {
  return group.some(({ takenBackOn = dueOn }) => takenBackOn > dueOn) ? ['record.came-back-late'] : [];
}

/** What must be remitted to the tax office for a month of payments, by payer and kind. */
export interface WithholdingDue {
  readonly payer: PaidPayer;
  readonly kind: PaidFee['withholdingKind'];
  readonly currency: Currency;
  readonly payments: number;
  readonly partners: number;
  readonly feeMinor: bigint;
  readonly withheldMinor: bigint;
  /** The 10th of the next month, or the next day on which banks are open. */
  readonly dueOn: BusinessDate;
}

/** What was remitted for payments of an earlier month that came back when its list was due already. */
export interface WithholdingCorrection extends Omit<WithholdingDue, 'dueOn'> {
  /** The month of the payments. */
  readonly month: string;
}

/** The 10th of the next month; a day off moves it to the next open one (国税通則法10条2項). */
const dueOnOf = (month: string, isBankDay: BankDays): BusinessDate =>
  shifted(dateAfter(monthsAfter(`${month}-01`, 1), 9), 'after', isBankDay);

const monthOf = (day: BusinessDate): string => day.slice(0, MONTH_LENGTH);

const MONTH_LENGTH = 'YYYY-MM'.length;

/** What was recorded when the list of its month had been due: that list was remitted as it stood. */
function isTooLate({ paidOn, takenBackOn }: PaidFee, isBankDay: BankDays): boolean {
  return takenBackOn !== undefined && takenBackOn > dueOnOf(monthOf(paidOn), isBankDay);
}

/**
 * What was withheld in a month (`2026-11`), to be remitted by the 10th of the next (所得税法204条・212条). A payment that came back
 * by then was not made: neither it nor its partner counts. From then on the list stays as it was remitted.
 */
export function withholdingDue(
  paid: readonly PaidFee[],
  month: string,
  isBankDay: BankDays,
): readonly WithholdingDue[] {
  const withheld = paid.filter(
    (fee) => fee.withheldMinor !== 0n && monthOf(fee.paidOn) === month && !isTooLate(fee, isBankDay),
  );
  const groups = groupedBy(withheld, dueKey);
  const dueOn = dueOnOf(month, isBankDay);
  return groups.flatMap((group) => {
    const { payer, currency, payments, feeMinor, withheldMinor } = sumsOf(group);
    const [{ withholdingKind: kind }] = group;
    const partners = groupedBy(group, ({ partnerId }) => partnerId).filter((own) => sumsOf(own).payments > 0).length;
    return partners === 0 ? [] : [{ payer, kind, currency, payments, partners, feeMinor, withheldMinor, dueOn }];
  });
}

/**
 * What came back in a month after the list of its payment was due: it was remitted and not owed (過誤納), to be claimed back or set off.
 * It is nothing less to be remitted for this month; paid again, it is withheld on again.
 */
export function withholdingCorrections(
  paid: readonly PaidFee[],
  month: string,
  isBankDay: BankDays,
): readonly WithholdingCorrection[] {
  const back = paid.filter(
    (fee) => fee.withheldMinor !== 0n && isTooLate(fee, isBankDay) && monthOf(fee.takenBackOn ?? '') === month,
  );
  return groupedBy(back, dueKey).map((group) => {
    const { payer, currency, payments, feeMinor, withheldMinor } = sumsOf(group);
    const [{ withholdingKind: kind, paidOn }] = group;
    const partners = groupedBy(group, ({ partnerId }) => partnerId).length;
    const sums = { payments: -payments, partners, feeMinor: -feeMinor, withheldMinor: -withheldMinor };
    return { month: monthOf(paidOn), payer, kind, currency, ...sums };
  });
}

const dueKey = (fee: PaidFee): string =>
  JSON.stringify([monthOf(fee.paidOn), payerKey(fee), fee.withholdingKind, fee.currency]);

type Group = readonly [PaidFee, ...PaidFee[]];

/** A person and the company that it became are two payees before the law. */
const grouped = (paid: readonly PaidFee[]): readonly Group[] =>
  groupedBy(paid, (fee) =>
    JSON.stringify([fee.partnerId, fee.kind, fee.currency, payerKey(fee), fee.payee?.entityKind ?? null]),
  );

function groupedBy(paid: readonly PaidFee[], nameOf: (fee: PaidFee) => string): readonly Group[] {
  const groups = new Map<string, [PaidFee, ...PaidFee[]]>();
  for (const fee of paid) {
    const name = nameOf(fee);
    const group = groups.get(name);
    if (group) group.push(fee);
    else groups.set(name, [fee]);
  }
  return [...groups].sort(([a], [b]) => byText(a, b)).map(([, group]) => group);
}

/** Payer and payee as they were at the last payment. */
function sumsOf(group: Group) {
  const [first] = group;
  const last = group.reduce((latest, fee) => (fee.paidOn >= latest.paidOn ? fee : latest), first);
  let [feeMinor, taxMinor, withheldMinor, payments] = [0n, 0n, 0n, 0];
  for (const fee of group) {
    feeMinor += fee.feeMinor;
    taxMinor += fee.taxMinor;
    withheldMinor += fee.withheldMinor;
    payments += fee.feeMinor < 0n ? -1 : 1;
  }
  const { partnerId, kind, currency } = first;
  const ruleRows = group.flatMap((fee) => fee.ruleRows);
  const { payer, payee } = last;
  return { payer, partnerId, kind, currency, payee, payments, feeMinor, taxMinor, withheldMinor, ruleRows };
}

function usForm(sums: ReturnType<typeof sumsOf>, form: '1099-NEC' | '1042-S', dueOn: BusinessDate) {
  const kind: 'nec' | 'fdap' = form === '1099-NEC' ? 'nec' : 'fdap';
  return { ...sums, form, kind, dueOn, ruleRows: withRow(sums.ruleRows, null) };
}

function isUnitedStatesPerson(payee: PaidPayee | null): boolean {
  if (payee === null) return false;
  return payee.usForm === 'W-9' || (payee.usForm === null && payee.country === 'US');
}

function lastRow({ rows }: TaxTables): TaxRow | null {
  const thresholds = rows.filter(({ table }) => table === 'reporting_threshold_us');
  return thresholds.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null;
}

function withRow(ruleRows: readonly string[], row: TaxRow | null): readonly string[] {
  return [...new Set([...ruleRows, ...(row === null ? [] : [row.id])])].sort();
}

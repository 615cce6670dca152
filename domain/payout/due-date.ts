import { dateAfter, dayOfMonthAfter, daysBetween, monthsAfter } from '../dates.ts';
import type { PeriodId } from '../ids.ts';
import { shortestTerm } from '../tax/payment-term.ts';
import type { TaxTables } from '../tax/tax-tables.ts';
import type { BankDays } from './bank-days.ts';
import { shifted } from './bank-days.ts';
import type { PayoutTerms } from './payout-terms.ts';

/** The day agreed on, and the bank day that stands in for it. Both `YYYY-MM-DD`. */
export interface DueDate {
  readonly nominal: string;
  readonly actual: string;
}

/** When the payouts of a closed month are due: a day of the month so many months later, moved to a bank day. */
export function dueDateOf(periodId: PeriodId, terms: PayoutTerms, isBankDay: BankDays): DueDate {
  const nominal = dayOfMonthAfter(`${periodId}-01`, terms);
  return { nominal, actual: shifted(nominal, terms.shift, isBankDay) };
}

/** A result that the terms could not pay in time. */
export interface LatePayment {
  readonly from: string;
  readonly paidOn: string;
  /** From the one to the other, the first counted. */
  readonly days: number;
  readonly daysMax: number;
  /** Rows of the tax tables. */
  readonly ruleRows: readonly string[];
}

const MONTHS_LOOKED_AT = 24;

/** How long money waits before a payout: held after the result, and in part kept back after the cutoff (0: nothing is). */
interface Waits {
  readonly holdDays: number;
  readonly keptDays: number;
  readonly first: PeriodId;
}

/**
 * The first result, over two years from a month on, that hold, reserve and calendar pay too late; null when there is none or no law
 * asks. A result is paid with the first month that ends when its hold has: the worst is one whose hold ends as a month begins. What
 * is kept back of it goes with the first month that ends when its days after that cutoff have.
 */
export function firstLatePayment(
  terms: PayoutTerms,
  { holdDays, keptDays, first }: Waits,
  { isBankDay, tables }: { readonly isBankDay: BankDays; readonly tables: TaxTables },
): LatePayment | null {
  if (terms.sixtyDaysFrom === undefined) return null;
  const waits = terms.sixtyDaysFrom === 'conversion' ? holdDays : 0;
  for (let later = 0; later < MONTHS_LOOKED_AT; later += 1) {
    const start = monthsAfter(`${first}-01`, later);
    const from = dateAfter(start, -waits);
    const term = shortestTerm(tables, from);
    if (term === null) continue;
    const month = keptDays === 0 ? start : dateAfter(monthsAfter(start, 1), keptDays - 1);
    const due = dueDateOf(month.slice(0, 7), terms, isBankDay).actual;
    // What signs of abuse hold is a result like all others, and the law knows no longer time for it.
    const paidOn = shifted(dateAfter(due, terms.screening?.holdDays ?? 0), 'after', isBankDay);
    const days = daysBetween({ from, to: paidOn }) + 1;
    const { daysMax, ruleRow, months } = term;
    if (days <= daysMax || (months !== null && paidOn < monthsAfter(from, months.count))) continue;
    return { from, paidOn, days, daysMax, ruleRows: months === null ? [ruleRow] : [ruleRow, months.ruleRow] };
  }
  return null;
}

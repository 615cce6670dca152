import { Temporal } from 'temporal-polyfill';
import type { BankDays } from './bank-days.ts';
import { shifted } from './bank-days.ts';
import type { DueDate } from './due-date.ts';

/** What decides the day on which banks are told to pay. */
export interface ValueDateOf {
  readonly due: DueDate;
  readonly shift: 'before' | 'after';
  /** `YYYY-MM-DD`, on the clocks of the program. */
  readonly today: string;
  /** Of the banks that move the money. */
  readonly isBankDay: BankDays;
}

/**
 * The day on which banks are told to pay: the due day, or the bank day beside it where theirs are others. Once that is not
 * ahead any more, as when a transfer is sent again, the next bank day after today.
 */
export function valueDateOf({ due, shift, today, isBankDay }: ValueDateOf): string {
  const wanted = shifted(due.actual, shift, isBankDay);
  if (wanted > today) return wanted;
  return shifted(Temporal.PlainDate.from(today).add({ days: 1 }).toString(), 'after', isBankDay);
}

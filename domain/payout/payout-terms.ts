import type { BankCalendarName } from './bank-days.ts';

/** When a program pays its partners, and which law watches over it. */
export interface PayoutTerms {
  /** Months from the closed month to the month of payment: 1 is the next month. */
  readonly monthsLater: number;
  /** Day of that month, or its last; a day that the month does not have is its last. */
  readonly day: number | 'last';
  /** Where the day goes when banks are closed. */
  readonly shift: 'before' | 'after';
  readonly calendar: BankCalendarName;
  /**
   * Its partners must be paid within 60 days (取適法, フリーランス法), counted from the conversion, or from the approval of the
   * result where the terms told to partners say so; absent: no such law.
   */
  readonly sixtyDaysFrom?: 'conversion' | 'approval' | undefined;
}

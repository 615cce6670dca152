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
   * Its partners must be paid within the days of 取適法 and フリーランス法 (`payment_term` of the tax tables; 60), counted from the
   * conversion, or from the approval of the result where the terms told to partners say so; absent: no such law.
   */
  readonly sixtyDaysFrom?: 'conversion' | 'approval' | undefined;
  /** Which signs of abuse hold a payout, and for how long; absent: none does. */
  readonly screening?: ScreeningTerms | undefined;
}

/** Signs that hold a payout for a while. Each is looked for where it is given; limits are decimals from 0 to 1. */
export interface ScreeningTerms {
  /** Days after the due day: then a payout is paid without anybody. */
  readonly holdDays: number;
  readonly sharedPayee?: true | undefined;
  readonly refundRate?: string | undefined;
  readonly clickFlood?: string | undefined;
  readonly fastConversions?: string | undefined;
  /** Conversions of the month that the partner bought itself: any of them. */
  readonly selfReferral?: true | undefined;
  /** How many clicks of the month may be by bots, or again from one source on a link and day, whether or not they led to anything. */
  readonly repeatedClicks?: number | undefined;
  /** Rates say nothing of a statement with fewer conversions; absent: 1. */
  readonly minConversions?: number | undefined;
}

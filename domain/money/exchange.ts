import type { Currency } from './currency.ts';

/** What one unit of `from` is worth in `to` on a day, or one of `to` in `from` where it is quoted so; `rate` is a decimal string. */
export interface DailyRate {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly from: Currency;
  readonly to: Currency;
  readonly rate: string;
  /** Of which currency `rate` is for one unit; absent: of `from`. */
  readonly per?: Currency | undefined;
  /** Who published it, for people; absent: nobody said. */
  readonly source?: string | undefined;
}

/** How long a rate may stand in for a day that has none: weekends and bank holidays, not forgotten feeds. */
export const RATE_AGE_DAYS_MAX = 7;

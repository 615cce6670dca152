import japaneseHolidays from '@holiday-jp/holiday_jp/lib/holidays.js';
import type { BankCalendarName, BankDays } from '../../domain/payout/bank-days.ts';
import { federalReserveDays, japaneseBankDays, target2Days } from '../../domain/payout/bank-days.ts';

// Holidays of the Cabinet Office up to this year's announcement; those after it are computed and may still change.
const calendars: Readonly<Record<BankCalendarName, BankDays>> = {
  jp: japaneseBankDays(new Set(Object.keys(japaneseHolidays))),
  target2: target2Days,
  'us-fed': federalReserveDays,
};

/** The bank days of a calendar, with the holidays that are known today. */
export function bankDaysOf(name: BankCalendarName): BankDays {
  return calendars[name];
}

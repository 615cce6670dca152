import holidays from '@holiday-jp/holiday_jp';
import { Temporal } from 'temporal-polyfill';

/** Banks of Japan are closed on Saturdays, Sundays, national holidays and from 31 December to 3 January (銀行法施行令). */
export function isJapaneseBankDay(date: string): boolean {
  const monthDay = date.slice(5);
  if (['12-31', '01-01', '01-02', '01-03'].includes(monthDay)) return false;
  return Temporal.PlainDate.from(date).dayOfWeek <= 5 && !Object.hasOwn(holidays.holidays, date);
}

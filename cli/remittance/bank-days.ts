import holidays from '@holiday-jp/holiday_jp';
import { Temporal } from 'temporal-polyfill';

/** Banks of Japan are closed on Saturdays, Sundays, national holidays and from 31 December to 3 January (銀行法施行令). */
export function isJapaneseBankDay(date: string): boolean {
  const monthDay = date.slice(5);
  if (['12-31', '01-01', '01-02', '01-03'].includes(monthDay)) return false;
  return Temporal.PlainDate.from(date).dayOfWeek <= 5 && !Object.hasOwn(holidays.holidays, date);
}

/** TARGET is closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December. */
export function isTargetDay(date: string): boolean {
  const day = Temporal.PlainDate.from(date);
  if (day.dayOfWeek > 5 || ['01-01', '05-01', '12-25', '12-26'].includes(date.slice(5))) return false;
  const easter = easterOf(day.year);
  return ![-2, 1].some((days) => day.equals(easter.add({ days })));
}

/** The Federal Reserve is closed on weekends and on federal holidays; a holiday on a Sunday is kept on Monday, one on a Saturday not. */
export function isFederalReserveDay(date: string): boolean {
  const day = Temporal.PlainDate.from(date);
  const isFixed = ({ month, day: of }: Temporal.PlainDate): boolean =>
    ['1-1', '6-19', '7-4', '11-11', '12-25'].includes(`${month}-${of}`);
  if (day.dayOfWeek > 5 || isFixed(day)) return false;
  if (day.dayOfWeek === 1 && isFixed(day.subtract({ days: 1 }))) return false;
  const week = Math.ceil(day.day / 7);
  const mondays: Readonly<Record<number, boolean>> = {
    1: week === 3,
    2: week === 3,
    5: day.day > 24,
    9: week === 1,
    10: week === 2,
  };
  if (day.dayOfWeek === 1 && mondays[day.month] === true) return false;
  return !(day.dayOfWeek === 4 && day.month === 11 && week === 4);
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876). */
function easterOf(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - moon - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const days = moon + weekday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}

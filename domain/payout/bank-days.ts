import { Temporal } from 'temporal-polyfill';

/** Whose bank days count: Japanese banks, TARGET2 for euro, the Federal Reserve for US dollars. */
export type BankCalendarName = 'jp' | 'target2' | 'us-fed';

/** Says of a date, `YYYY-MM-DD`, whether banks work. */
export type BankDays = (date: string) => boolean;

const SATURDAY = 6;
const SUNDAY = 7;

/**
 * Days on which Japanese banks work: not on weekends, national holidays and 31 December to 3 January (銀行法施行令5条).
 * `holidays` are the national holidays by date; the government announces them in February for the next year.
 */
export function japaneseBankDays(holidays: ReadonlySet<string>): BankDays {
  return (date) => !isWeekend(date) && !holidays.has(date) && !/-(?:12-31|01-0[123])$/.test(date);
}

/** Days on which TARGET2 settles: not on weekends, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December. */
export const target2Days: BankDays = (date) => {
  if (isWeekend(date) || /-(?:01-01|05-01|12-25|12-26)$/.test(date)) return false;
  const easter = easterOf(Number(date.slice(0, 4)));
  const day = Temporal.PlainDate.from(date);
  return !day.equals(easter.subtract({ days: 2 })) && !day.equals(easter.add({ days: 1 }));
};

/** Days on which the Federal Reserve settles: a holiday on a Sunday is kept on Monday, one on a Saturday not at all. */
export const federalReserveDays: BankDays = (date) => {
  if (isWeekend(date)) return false;
  const day = Temporal.PlainDate.from(date);
  const yesterday = day.subtract({ days: 1 });
  const isInLieu = yesterday.dayOfWeek === SUNDAY && isFixedUsHoliday(yesterday);
  return !isFixedUsHoliday(day) && !isInLieu && !isMovingUsHoliday(day);
};

/** The bank day on or before, or on or after, a date. */
export function shifted(date: string, shift: 'before' | 'after', isBankDay: BankDays): string {
  let day = Temporal.PlainDate.from(date);
  while (!isBankDay(day.toString())) day = day.add({ days: shift === 'before' ? -1 : 1 });
  return day.toString();
}

function isWeekend(date: string): boolean {
  return Temporal.PlainDate.from(date).dayOfWeek >= SATURDAY;
}

function isFixedUsHoliday(day: Temporal.PlainDate): boolean {
  return ['01-01', '06-19', '07-04', '11-11', '12-25'].includes(day.toString().slice(5));
}

/** Month, weekday and which of that weekday: King, Presidents, Labor, Columbus, Thanksgiving. */
const MOVING_US: readonly (readonly [month: number, weekday: number, nth: number])[] = [
  [1, 1, 3],
  [2, 1, 3],
  [9, 1, 1],
  [10, 1, 2],
  [11, 4, 4],
];

function isMovingUsHoliday({ month, day, dayOfWeek, daysInMonth }: Temporal.PlainDate): boolean {
  if (month === 5 && dayOfWeek === 1 && day > daysInMonth - 7) return true;
  return MOVING_US.some(([of, on, nth]) => month === of && dayOfWeek === on && Math.ceil(day / 7) === nth);
}

/** Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher. */
function easterOf(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const place = epact + weekday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(place / 31), day: (place % 31) + 1 });
}

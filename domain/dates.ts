import { Temporal } from 'temporal-polyfill';

/** A business date, `YYYY-MM-DD`; dates compare as texts. */
export type BusinessDate = string;

/** Whether a text is a day of the calendar, written like this. */
export function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** The date so many days after another; before it where they are negative. */
export function dateAfter(date: BusinessDate, days: number): BusinessDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole days from one date to another; negative when the other is before. */
export function daysBetween({ from, to }: { readonly from: BusinessDate; readonly to: BusinessDate }): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days;
}

/** The same day so many months later, or the last day of a shorter month. */
export function monthsAfter(date: BusinessDate, months: number): BusinessDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** A day of the month, so many months after the month of a date; in a shorter month its last. */
export function dayOfMonthAfter(
  date: BusinessDate,
  { monthsLater, day }: { readonly monthsLater: number; readonly day: number | 'last' },
): BusinessDate {
  const month = Temporal.PlainDate.from(date).toPlainYearMonth().add({ months: monthsLater });
  return month.toPlainDate({ day: day === 'last' ? month.daysInMonth : Math.min(day, month.daysInMonth) }).toString();
}

/** The calendar year of a date. */
export function yearOf(date: BusinessDate): number {
  return Number(date.slice(0, 4));
}

/** The first day of the year of accounts that a date falls in; `startMonth` is 1 to 12. */
export function fiscalYearStart(date: BusinessDate, startMonth: number): BusinessDate {
  const year = Number(date.slice(5, 7)) >= startMonth ? yearOf(date) : yearOf(date) - 1;
  return `${year}-${String(startMonth).padStart(2, '0')}-01`;
}

import { calendarOf } from '../../../domain/settlement/calendar.ts';

/** The business date of an RFC 3339 instant, or of the day before it for the end of a period, which is not in it. */
export function localDate(instant: string, timezone: string, { isEnd = false } = {}): string {
  return calendarOf(timezone).dateOf(Date.parse(instant) - (isEnd ? 1 : 0));
}

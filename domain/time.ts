declare const unit: unique symbol;

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [unit]?: 'milliseconds since the epoch' };

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** A hold or lookback day is 24 hours of elapsed time, whatever the calendar does. */
export const DAY_MS = 86_400_000;

/** RFC 3339 in UTC, with milliseconds only where there are any. */
export function formatInstant(at: Instant): string {
  const day = Math.floor(at / DAY_MS);
  const ms = at - day * DAY_MS;
  const seconds = Math.floor(ms / SECOND_MS);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const rest = ms % SECOND_MS;
  return `${dayText(day)}${clock}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}Z`;
}

/** The UTC day of an instant, `YYYY-MM-DD`. */
export function utcDay(at: Instant): string {
  return dayText(Math.floor(at / DAY_MS)).slice(0, 10);
}

const DAYS_MAX = 10_000;
const dayTexts = new Map<number, string>();

/** Few days have many instants, and asking Date for each costs more than all the rest of a line. */
function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 11);
  if (dayTexts.size >= DAYS_MAX) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}

const two = (count: number): string => (count < 10 ? `0${count}` : String(count));

/** A value with the instant from which it holds, until the next one of the same list. */
export interface Dated<T> {
  readonly from: Instant;
  readonly value: T;
}

/** The value in force at `at`, or null before the first. The list is sorted by `from`. */
export function asOf<T>(history: readonly Dated<T>[], at: Instant): T | null {
  let found: T | null = null;
  for (const entry of history) {
    if (entry.from > at) break;
    found = entry.value;
  }
  return found;
}

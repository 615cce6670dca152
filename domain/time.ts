declare const unit: unique symbol;

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [unit]?: 'milliseconds since the epoch' };

export const SECOND_MS = 1000;
/** A hold or lookback day is 24 hours of elapsed time, whatever the calendar does. */
export const DAY_MS = 86_400_000;

/** RFC 3339 in UTC, with milliseconds only where there are any. */
export function formatInstant(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

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

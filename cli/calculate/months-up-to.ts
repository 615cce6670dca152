import type { PeriodId } from '../../domain/ids.ts';
import { calendarOf, nextPeriodId } from '../../domain/settlement/calendar.ts';
import type { Instant } from '../../domain/time.ts';

/**
 * The months from the first fact to the one asked for. A month without facts is closed too: holds end in it, and what was paid
 * out then must not be paid out again when a later month is asked for.
 */
export function monthsUpTo(
  periodId: PeriodId,
  { firstFactAt, timezone }: { readonly firstFactAt: Instant | null; readonly timezone: string },
): readonly PeriodId[] {
  const calendar = calendarOf(timezone);
  const asked = calendar.period(periodId);
  const first = firstFactAt !== null && firstFactAt < asked.start ? calendar.periodOf(firstFactAt) : asked;
  const months: PeriodId[] = [];
  for (let month = first.periodId; month <= periodId; month = nextPeriodId(month)) months.push(month);
  return months;
}

/** When the first conversion or reversal happened; null: there is none. */
export function firstFactAt({
  conversions,
  reversals,
}: {
  readonly conversions: readonly { readonly occurredAt: Instant }[];
  readonly reversals: readonly { readonly occurredAt: Instant }[];
}): Instant | null {
  let first: Instant | null = null;
  for (const facts of [conversions, reversals]) {
    for (const { occurredAt } of facts) if (first === null || occurredAt < first) first = occurredAt;
  }
  return first;
}

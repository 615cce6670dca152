import type { PeriodId } from '../../domain/ids.ts';
import { calendarOf, nextPeriodId } from '../../domain/settlement/calendar.ts';
import type { Instant } from '../../domain/time.ts';
import type { Folder } from '../folder/folder.ts';

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

/** When the first conversion, reversal or adjustment was; null: there is none. */
export function firstFactAt({
  conversions,
  reversals,
  adjustments = [],
}: Pick<Folder, 'conversions' | 'reversals' | 'adjustments'>): Instant | null {
  let first: Instant | null = null;
  const note = (at: Instant): void => {
    if (first === null || at < first) first = at;
  };
  for (const facts of [conversions, reversals]) for (const { occurredAt } of facts) note(occurredAt);
  for (const { effectiveAt } of adjustments) note(effectiveAt);
  return first;
}

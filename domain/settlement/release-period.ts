import type { PeriodId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { Calendar } from './calendar.ts';
import { nextPeriodId } from './calendar.ts';
import type { SettlementRecord } from './settlement.ts';

/**
 * The period whose close is expected to let go of what is held until an instant: the first whose cutoff is at or after it, and none
 * before `earliest`.
 */
export function releasePeriodOf(holdUntil: Instant, earliest: PeriodId, calendar: Calendar): PeriodId {
  const own = calendar.periodOf(holdUntil - 1).periodId;
  return own < earliest ? earliest : own;
}

/** The first period that can still take up what was recorded at an instant; null where none was sealed yet. Records stand by period. */
export function openPeriodFor(recordedAt: Instant, records: readonly SettlementRecord[]): PeriodId | null {
  const last = records.findLast(({ status }) => status !== 'open');
  if (last === undefined) return null;
  const isInTime = last.status !== 'closed' && last.sealedAt !== null && recordedAt <= last.sealedAt;
  return isInTime ? last.periodId : nextPeriodId(last.periodId);
}

import type { Instant } from '../time.ts';
import type { HoldReason, Payout } from './payout.ts';

/** Since when nothing holds a payout that something held; each way to the bank is held and cleared by itself. */
export function clearedOf(
  before: Payout | null,
  reasons: readonly HoldReason[],
  now: Instant,
): Pick<Payout, 'clearedAt'> {
  if (before?.status !== 'draft' || reasons.length > 0) return {};
  const clearedAt = before.reasons.length > 0 ? now : before.clearedAt;
  return clearedAt === undefined ? {} : { clearedAt };
}

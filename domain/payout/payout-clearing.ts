import { canonical } from '../integrity/canonical.ts';
import type { Instant } from '../time.ts';
import type { HoldReason, Payout } from './payout.ts';

type Holding = Pick<Payout, 'reasons' | 'heldAt' | 'clearedAt'>;

/**
 * What holds a payout and since when, or since when nothing holds it that something held; each way to the bank is held and cleared
 * by itself, and what holds it again holds it anew.
 */
export function holdingOf(before: Payout | null, reasons: readonly HoldReason[], now: Instant): Holding {
  const earlier = before?.status === 'draft' ? before : null;
  if (reasons.length > 0) {
    const isSame = earlier !== null && canonical(earlier.reasons) === canonical(reasons);
    return { reasons, heldAt: (isSame ? earlier.heldAt : undefined) ?? now };
  }
  const clearedAt = (earlier?.reasons.length ?? 0) > 0 ? now : earlier?.clearedAt;
  return clearedAt === undefined ? { reasons } : { reasons, clearedAt };
}

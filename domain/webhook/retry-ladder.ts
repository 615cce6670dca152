import type { Instant } from '../time.ts';
import { SECOND_MS } from '../time.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds before each attempt, the first at once: those that the Standard Webhooks specification proposes, 75.6 hours in all. */
export const RETRY_SECONDS: readonly number[] = [
  0,
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** At most so much of a wait is added to it, so that what failed together does not come back together. */
const JITTER_PART = 0.2;

/** A receiver can put off the next attempt by no more than the longest wait. */
const WAIT_SECONDS_MAX = 24 * HOUR;

/**
 * When to try again after so many attempts, the last of which failed at `failedAt`; null: it has been tried often enough. The
 * jitter, 0 ≤ jitter < 1, is the caller's to choose. A receiver that asked to be left alone for some seconds (`Retry-After`) is, when
 * the ladder would come back sooner.
 */
export function nextAttemptAt(
  attempts: number,
  {
    failedAt,
    jitter,
    waitSeconds,
  }: { readonly failedAt: Instant; readonly jitter: number; readonly waitSeconds: number },
): Instant | null {
  const rung = RETRY_SECONDS[attempts];
  if (rung === undefined) return null;
  const seconds = Math.max(rung, Math.min(waitSeconds, WAIT_SECONDS_MAX));
  return failedAt + Math.round(seconds * SECOND_MS * (1 + JITTER_PART * jitter));
}

import { DomainError } from '../../../domain/errors.ts';
import { SECOND_MS } from '../../../domain/time.ts';
import { RATE_BURST, RATE_PER_SECOND } from '../../limits.ts';

const CALLERS_MAX = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** How many requests a caller has left, told with every answer. */
export type RateLimit = (caller: string) => Readonly<Record<string, string>>;

/**
 * A bucket of tokens for each caller of this process: it refills steadily and holds a burst. In the cloud every instance of a
 * function counts for itself, and the stage of the API has a limit for all of them together.
 */
export function rateLimit(clock: () => number = Date.now): RateLimit {
  const buckets = new Map<string, Bucket>();
  return (caller) => {
    const now = clock();
    if (buckets.size > CALLERS_MAX) buckets.clear();
    const bucket = buckets.get(caller) ?? { tokens: RATE_BURST, at: now };
    buckets.set(caller, bucket);
    const refilled = ((now - bucket.at) / SECOND_MS) * RATE_PER_SECOND;
    bucket.tokens = Math.min(RATE_BURST, bucket.tokens + Math.max(0, refilled));
    bucket.at = now;
    const isSpent = bucket.tokens < 1;
    if (!isSpent) bucket.tokens -= 1;
    const told = {
      'ratelimit-policy': `"caller";q=${RATE_BURST};w=${Math.ceil(RATE_BURST / RATE_PER_SECOND)}`,
      ratelimit: `"caller";r=${Math.floor(bucket.tokens)};t=${Math.ceil((RATE_BURST - bucket.tokens) / RATE_PER_SECOND)}`,
    };
    return isSpent ? { ...told, 'retry-after': '1' } : told;
  };
}

/** Refuses the caller whom the limit told to wait. */
export function refuseTooMany(told: Readonly<Record<string, string>>): void {
  if (told['retry-after'] === undefined) return;
  throw new DomainError('request.too-many', {
    en: `at most ${RATE_PER_SECOND} requests a second; wait a second and retry`,
    ja: `リクエストは1秒あたり${RATE_PER_SECOND}件までです。1秒待ってから再送してください。`,
  });
}

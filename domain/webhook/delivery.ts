import type { Instant } from '../time.ts';
import type { EndpointOwner } from './endpoint.ts';
import { nextAttemptAt } from './retry-ladder.ts';

/** What became of one attempt; what is not 2xx has failed, a redirect too. */
export interface Attempt {
  /** Counts the times that a delivery was started, the first and each replay, from 1 on. */
  readonly round: number;
  readonly at: Instant;
  readonly milliseconds: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Why there was none, or null. */
  readonly failure: AttemptFailure | null;
  /** How the answer began. */
  readonly answer: string;
}

/** Why nothing was answered: the address may not be asked, is not found, is too slow, or breaks off. */
export interface AttemptFailure {
  readonly code: 'address-forbidden' | 'not-found' | 'timeout' | 'connection';
  readonly note: string;
}

/** Where a delivery stands. */
export type DeliveryState =
  | { readonly status: 'waiting'; readonly until: Instant }
  | { readonly status: 'delivered'; readonly at: Instant }
  /** `exhausted`: the ladder is at its end; `gone`: 410; else what had become of the endpoint when it was its turn. */
  | {
      readonly status: 'failed';
      readonly at: Instant;
      readonly reason: 'exhausted' | 'gone' | 'endpoint-disabled' | 'endpoint-removed';
    };

/** One event on its way to one endpoint. */
export interface Delivery {
  readonly owner: EndpointOwner;
  readonly endpointId: string;
  /** The id of the event, and the `webhook-id` of every attempt. */
  readonly eventId: string;
  readonly type: string;
  /** What is sent and signed, to the letter. */
  readonly body: string;
  readonly createdAt: Instant;
  readonly round: number;
  readonly state: DeliveryState;
  /** The latest of all rounds, the oldest first. */
  readonly attempts: readonly Attempt[];
}

const GONE = 410;
/** A round has ten attempts; of those before only the last are kept. */
const ATTEMPTS_KEPT = 30;

/** Whether the receiver took it. */
function isTaken({ status }: Pick<Attempt, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Whether the receiver wants to hear no more, of anything. */
function isGone({ status }: Pick<Attempt, 'status'>): boolean {
  return status === GONE;
}

/** How many attempts of the present round there were. */
export function attemptsOf({ attempts, round }: Pick<Delivery, 'attempts' | 'round'>): number {
  return attempts.filter((attempt) => attempt.round === round).length;
}

/**
 * The delivery after an attempt. `endedAt` is when it was over; the jitter, 0 ≤ jitter < 1, moves the next one, as does a receiver that
 * asks to be left alone for some seconds.
 */
export function afterAttempt(
  delivery: Delivery,
  attempt: Omit<Attempt, 'round'>,
  {
    endedAt,
    jitter,
    waitSeconds,
  }: { readonly endedAt: Instant; readonly jitter: number; readonly waitSeconds: number },
): Delivery {
  const attempts = [...delivery.attempts, { ...attempt, round: delivery.round }].slice(-ATTEMPTS_KEPT);
  const next = { ...delivery, attempts };
  if (isTaken(attempt)) return { ...next, state: { status: 'delivered', at: endedAt } };
  if (isGone(attempt)) return { ...next, state: { status: 'failed', at: endedAt, reason: 'gone' } };
  const until = nextAttemptAt(attemptsOf(next), { failedAt: endedAt, jitter, waitSeconds });
  if (until === null) return { ...next, state: { status: 'failed', at: endedAt, reason: 'exhausted' } };
  return { ...next, state: { status: 'waiting', until } };
}

/** The delivery on its way once more, with the same id and the same letters, and with the whole ladder before it. */
export function replayed(delivery: Delivery, now: Instant): Delivery {
  return { ...delivery, round: delivery.round + 1, state: { status: 'waiting', until: now } };
}

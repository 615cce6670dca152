import type { Deps, WebhookHost } from '../../functions/runtime/deps.ts';
import type { DueAttempt } from '../../functions/store/webhook-store.ts';
import { attemptDelivery } from '../../functions/usecases/webhook/attempt-delivery.ts';
import { sweepDeliveries } from '../../functions/usecases/webhook/sweep-deliveries.ts';
import { postWebhook } from '../../functions/webhook/post-webhook.ts';

/** Webhooks of a laptop: attempts wait in memory, and the sweep finds those that an earlier process left. */
export interface LocalWebhooks {
  readonly host: WebhookHost;
  /** Begins to make what is asked for. */
  readonly start: (deps: Deps) => void;
  /** Lets attempts under way end; those that wait are found again by the next start. */
  readonly stop: () => Promise<void>;
}

export interface LocalWebhooksOptions {
  /** Receivers may be on this machine, and without TLS. */
  readonly allowsLocal: boolean;
  readonly onError: (error: unknown) => void;
}

const SWEEP_MILLISECONDS = 60_000;
const ATTEMPTS_AT_ONCE_MAX = 16;
/** So that a receiver that does not answer holds up its own only. */
const OF_ONE_ENDPOINT_MAX = 4;

export function localWebhooks({ allowsLocal, onError }: LocalWebhooksOptions): LocalWebhooks {
  const timers = new Set<NodeJS.Timeout>();
  const waiting: DueAttempt[] = [];
  const underWay = new Map<Promise<void>, string>();
  let started: Deps | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  const run = (work: Promise<unknown>, endpoint = ''): void => {
    const done: Promise<void> = work
      .then(() => {}, onError)
      .finally(() => {
        underWay.delete(done);
        attemptNext();
      });
    underWay.set(done, endpoint);
  };
  const attemptNext = (): void => {
    while (started !== undefined && underWay.size < ATTEMPTS_AT_ONCE_MAX) {
      const busy = Map.groupBy(underWay.values(), (endpoint) => endpoint);
      const isFree = (attempt: DueAttempt) => (busy.get(endpointOf(attempt))?.length ?? 0) < OF_ONE_ENDPOINT_MAX;
      const next = waiting.findIndex(isFree);
      const [attempt] = next < 0 ? [] : waiting.splice(next, 1);
      if (attempt === undefined) return;
      run(attemptDelivery(started, attempt), endpointOf(attempt));
    }
  };
  const sweep = (deps: Deps): void => run(sweepDeliveries(deps));

  return {
    host: {
      now: () => Date.now(),
      allowsLocal,
      post: postWebhook({ allowsLocal }),
      later: async (attempt, seconds) => {
        // After the end of the host a timer would only keep its process alive.
        if (started === undefined) return;
        const timer = setTimeout(() => {
          timers.delete(timer);
          waiting.push(attempt);
          attemptNext();
        }, seconds * 1000);
        timers.add(timer);
      },
    },
    start: (deps) => {
      started = deps;
      sweep(deps);
      sweeping = setInterval(() => sweep(deps), SWEEP_MILLISECONDS);
    },
    stop: async () => {
      started = undefined;
      clearInterval(sweeping);
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay.keys());
    },
  };
}

function endpointOf({ merchantId, owner, endpointId }: DueAttempt): string {
  return JSON.stringify([merchantId, owner, endpointId]);
}

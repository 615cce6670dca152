import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../events/envelope.ts';
import type { Deps } from '../../../functions/runtime/deps.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { DueAttempt } from '../../../functions/store/webhook-store.ts';
import { attemptDelivery } from '../../../functions/usecases/webhook/attempt-delivery.ts';
import { createEndpoint } from '../../../functions/usecases/webhook/change-endpoint.ts';
import { deliverEvent } from '../../../functions/usecases/webhook/deliver-event.ts';
import { sweepDeliveries } from '../../../functions/usecases/webhook/sweep-deliveries.ts';
import { newWebhookSecret } from '../../../functions/webhook/signature.ts';
import { sampleEnvelopes } from '../../events/sample-facts.ts';
import { anApp, MERCHANT } from '../../support/app.ts';
import { Crashed, crashing } from '../../support/crashing-stores.ts';

const sample = sampleEnvelopes().get('payout.confirmed');
if (sample === undefined) throw new Error('no sample of payout.confirmed');
const EVENT: Envelope = { ...sample, merchantId: MERCHANT };
const HOUR = 3_600_000;

/** One endpoint, and what it was posted: ids, the first answered with 500. */
async function aReceiver(): Promise<{
  readonly deps: Deps;
  readonly posted: string[];
  readonly asked: DueAttempt[];
  readonly wait: (milliseconds: number) => void;
}> {
  let now = Date.parse('2026-11-30T00:00:00Z');
  const posted: string[] = [];
  const asked: DueAttempt[] = [];
  const { deps } = anApp({
    stores: memoryStores(),
    webhooks: {
      now: () => now,
      post: async ({ headers }) => {
        posted.push(headers['webhook-id'] ?? '');
        return { status: posted.length === 1 ? 500 : 204, milliseconds: 1, failure: null, answer: '', waitSeconds: 0 };
      },
      later: async (attempt) => void asked.push(attempt),
    },
  });
  const content = { url: 'https://shop.example.com/hooks', types: [], description: '' };
  const whose = { merchantId: MERCHANT, owner: 'merchant', endpointId: 'hook_1', by: 'admin' } as const;
  await createEndpoint(deps, { ...whose, content, secret: newWebhookSecret() });
  await sweepDeliveries(deps);
  const wait = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { deps, posted, asked, wait };
}

interface Outcome {
  readonly posted: readonly string[];
  readonly status: string | undefined;
  readonly calls: number;
}

/** The event is told, its process dies at the n-th call of a store with all that it had in memory, and another goes on. */
async function diedAt(after: number, isCommitted: boolean): Promise<Outcome> {
  const { deps, posted, asked, wait } = await aReceiver();
  const dying = crashing(deps.stores, { after, isCommitted });
  const doomed: Deps = { ...deps, stores: dying.stores };
  let isTold = false;
  try {
    await deliverEvent(doomed, EVENT);
    isTold = true;
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      wait(10_000);
      await attemptDelivery(doomed, next);
    }
  } catch (error) {
    if (!(error instanceof Crashed)) throw error;
  }
  asked.length = 0;
  // A bus tells an event again until its subscriber is through with it; after that only the sweep knows.
  if (!isTold) await deliverEvent(deps, EVENT);
  for (let round = 0; round < 3; round += 1) {
    wait(HOUR);
    await sweepDeliveries(deps);
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      wait(10_000);
      await attemptDelivery(deps, next);
    }
  }
  const name = { owner: 'merchant', endpointId: 'hook_1', eventId: EVENT.id } as const;
  const delivery = await deps.stores.webhooks.delivery(MERCHANT, name);
  return { posted, status: delivery?.state.status, calls: dying.calls() };
}

describe('a webhook whose process dies at any call of the store', () => {
  it('arrives all the same, at most once too often, always with the id of its event', async () => {
    const { calls, posted } = await diedAt(Number.POSITIVE_INFINITY, false);
    expect(posted).toHaveLength(2);
    expect(calls).toBeGreaterThan(8);
    for (let after = 0; after < calls; after += 1) {
      for (const isCommitted of [false, true]) {
        const outcome = await diedAt(after, isCommitted);
        const place = `died at call ${after}, ${isCommitted ? 'committed' : 'not committed'}`;
        expect(outcome.status, place).toBe('delivered');
        expect(outcome.posted.length, place).toBeGreaterThanOrEqual(2);
        expect(outcome.posted.length, place).toBeLessThanOrEqual(3);
        expect(new Set(outcome.posted), place).toEqual(new Set([EVENT.id]));
      }
    }
  });
});

import type { Envelope } from '../../events/envelope.ts';
import type { Deps } from '../runtime/deps.ts';
import type { EventPublisher } from '../stream/event-publisher.ts';
import type { Subscription } from './subscription.ts';
import { subscriptions } from './subscriptions.ts';

/** A bus inside one process, for the laptop and for tests. */
export interface InProcessBus extends EventPublisher {
  /** Resolves when every event published before has been dealt with, or given up on. */
  readonly idle: () => Promise<void>;
}

export interface InProcessBusOptions {
  /** An event that its subscriber refused every time; in the cloud it would stand in a dead-letter queue. */
  readonly onGivenUp: (error: unknown, envelope: Envelope, subscription: string) => void;
  readonly subscriptions?: readonly Subscription[];
}

const ATTEMPTS_MAX = 3;
const DELIVERIES_AT_ONCE_MAX = 8;

interface Delivery {
  readonly subscription: Subscription;
  readonly envelope: Envelope;
}

/** Delivers events to the same subscribers as the cloud, a few at once, each up to three times. */
export function inProcessBus(deps: Deps, options: InProcessBusOptions): InProcessBus {
  const table = options.subscriptions ?? subscriptions;
  const waiting: Delivery[] = [];
  let underWay = 0;
  let idlers: (() => void)[] = [];

  const deliverNext = (): void => {
    while (underWay < DELIVERIES_AT_ONCE_MAX) {
      const delivery = waiting.shift();
      if (delivery === undefined) break;
      underWay += 1;
      void deliver(deps, delivery, options).then(() => {
        underWay -= 1;
        deliverNext();
      });
    }
    if (underWay > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  };

  return {
    publish: async (envelopes) => {
      for (const envelope of envelopes) {
        for (const subscription of table) {
          if (subscription.types.includes(envelope.type)) waiting.push({ subscription, envelope });
        }
      }
      deliverNext();
      return new Set();
    },
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        deliverNext();
      }),
  };
}

async function deliver(
  deps: Deps,
  { subscription, envelope }: Delivery,
  { onGivenUp }: InProcessBusOptions,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    try {
      await subscription.subscriber(deps, envelope);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS_MAX) onGivenUp(error, envelope, subscription.name);
    }
  }
}

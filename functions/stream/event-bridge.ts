import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBridgeClient, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Envelope } from '../../events/envelope.ts';
import { EVENT_SOURCE } from '../../events/envelope.ts';
import type { EventPublisher } from './event-publisher.ts';

export interface EventBridgeSettings {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
  /** First pause before events that were refused are offered again; it doubles each time. */
  readonly pauseMilliseconds: number;
}

/** Limits of one PutEvents request, with room for its frame. */
const BATCH_EVENTS_MAX = 10;
const BATCH_BYTES_MAX = 240_000;
const ATTEMPTS_MAX = 4;

/** Publishes on EventBridge. A request may be taken in part; what was refused is offered again, and what stays is named. */
export function eventBridgePublisher(settings: EventBridgeSettings): EventPublisher {
  return {
    publish: async (envelopes) => {
      const refused = new Set<string>();
      for (const batch of batchesOf(envelopes.map((envelope) => offerOf(envelope, settings.busName)))) {
        // After a refusal nothing more is offered: what follows would overtake it.
        const left = refused.size > 0 ? batch : await putBatch(settings, batch);
        for (const { id } of left) refused.add(id);
      }
      return refused;
    },
  };
}

/** How an event stands on the bus: rules look at its source, its type, and what is in its detail. */
export function busEntryOf(envelope: Envelope, busName: string): PutEventsRequestEntry {
  return {
    EventBusName: busName,
    Source: EVENT_SOURCE,
    DetailType: envelope.type,
    Time: new Date(envelope.occurredAt),
    Detail: JSON.stringify(envelope),
  };
}

interface Offer {
  readonly id: string;
  readonly entry: PutEventsRequestEntry;
  readonly bytes: number;
}

function offerOf(envelope: Envelope, busName: string): Offer {
  const entry = busEntryOf(envelope, busName);
  const text = `${entry.Source}${entry.DetailType}${entry.Detail}`;
  return { id: envelope.id, entry, bytes: Buffer.byteLength(text) + 64 };
}

function* batchesOf(offers: readonly Offer[]): Generator<readonly Offer[]> {
  let batch: Offer[] = [];
  let bytes = 0;
  for (const offer of offers) {
    if (batch.length === BATCH_EVENTS_MAX || (batch.length > 0 && bytes + offer.bytes > BATCH_BYTES_MAX)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(offer);
    bytes += offer.bytes;
  }
  if (batch.length > 0) yield batch;
}

async function putBatch(settings: EventBridgeSettings, batch: readonly Offer[]): Promise<readonly Offer[]> {
  let offers = batch;
  for (let attempt = 1; ; attempt += 1) {
    const { Entries = [] } = await settings.client.send(
      new PutEventsCommand({ Entries: offers.map(({ entry }) => entry) }),
    );
    offers = offers.filter((_, at) => Entries[at]?.EventId === undefined);
    if (offers.length === 0 || attempt === ATTEMPTS_MAX) return offers;
    // Half of the pause is left to chance, so that publishers that were refused together do not come back together.
    await sleep(settings.pauseMilliseconds * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
  }
}

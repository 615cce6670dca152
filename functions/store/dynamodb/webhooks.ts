import type { MerchantId } from '../../../domain/ids.ts';
import type { Delivery } from '../../../domain/webhook/delivery.ts';
import type { Endpoint } from '../../../domain/webhook/endpoint.ts';
import { deliveryEnd, deliveryPlaceOf, deliveryPositionOf, dueAttemptOf, minuteOf } from '../delivery-index.ts';
import { idBehind, ordered } from '../order.ts';
import type { DueAttempt, Sweep, WebhookStore } from '../webhook-store.ts';
import type { Table } from './items.ts';
import { getFact, listFacts, putIfAbsent, putOnce, replaceFactIf, rowsAfter } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoWebhooks(records: Table): WebhookStore {
  return {
    endpoints: async (merchantId, owner) =>
      ordered(await listFacts<Endpoint>(records, partitions.endpoints(merchantId, owner)), (each) => each.endpointId),
    endpoint: async (merchantId, owner, endpointId) =>
      await getFact<Endpoint>(records, key.endpoint(merchantId, owner, endpointId)),
    advanceEndpoint: async (merchantId, expected, next) => {
      const at = key.endpoint(merchantId, next.owner, next.endpointId);
      return await replaceFactIf(records, { key: at, type: null, fact: next, recordedAt: next.createdAt }, expected);
    },
    delivery: async (merchantId, name) => await getFact<Delivery>(records, key.delivery(merchantId, name)),
    advanceDelivery: async (merchantId, expected, next) => {
      // What finds it goes ahead: an attempt that no sweep can find would be lost with the process that was to make it.
      await placed(records, merchantId, next);
      const row = { key: key.delivery(merchantId, next), type: null, fact: next, recordedAt: next.createdAt };
      return await replaceFactIf(records, { ...row, end: deliveryEnd(next) }, expected);
    },
    indexedDeliveries: async (merchantId, place, page) => {
      const rows = await rowsAfter(records, partitions.deliveries(merchantId, place), page);
      return rows.map((position) => ({ position, eventId: idBehind(position) }));
    },
    dueIn: async (minute) => await listFacts<DueAttempt>(records, partitions.attemptsDue(minute)),
    sweep: async () => await getFact<Sweep>(records, key.sweep()),
    advanceSweep: async (expected, next) =>
      await replaceFactIf(records, { key: key.sweep(), type: null, fact: next, recordedAt: 0 }, expected),
  };
}

async function placed(records: Table, merchantId: MerchantId, next: Delivery): Promise<void> {
  const end = deliveryEnd(next);
  if (next.attempts.length === 0) {
    const row = { eventId: next.eventId, position: deliveryPositionOf(next) };
    await putIfAbsent(records, { ...key.deliveryIn(merchantId, deliveryPlaceOf(next), row), x: end });
  }
  if (next.state.status !== 'waiting') return;
  const { until } = next.state;
  const fact = dueAttemptOf(merchantId, next);
  await putOnce(records, { key: key.attemptDue(minuteOf(until), fact), type: null, fact, recordedAt: until, end });
}

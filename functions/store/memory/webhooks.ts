import type { Delivery } from '../../../domain/webhook/delivery.ts';
import type { Endpoint } from '../../../domain/webhook/endpoint.ts';
import { deliveryPlaceOf, deliveryPositionOf, dueAttemptOf, minuteOf } from '../delivery-index.ts';
import { ordered, pageOfOrdered } from '../order.ts';
import type { DeliveryName, DueAttempt, Sweep, WebhookStore } from '../webhook-store.ts';
import { replaceIf } from './put-once.ts';
import { getOrMake } from './spaces.ts';

const ONLY = 'only';

export function memoryWebhooks(): WebhookStore {
  const endpoints = new Map<string, Map<string, Endpoint>>();
  const deliveries = new Map<string, Delivery>();
  /** Event ids by position, by place. */
  const places = new Map<string, Map<string, string>>();
  const due = new Map<string, Map<string, DueAttempt>>();
  const sweeps = new Map<string, Sweep>();
  const ofOwner = (merchantId: string, owner: string) =>
    getOrMake(endpoints, JSON.stringify([merchantId, owner]), () => new Map<string, Endpoint>());
  const nameOf = (merchantId: string, { owner, endpointId, eventId }: DeliveryName) =>
    JSON.stringify([merchantId, owner, endpointId, eventId]);
  return {
    endpoints: async (merchantId, owner) =>
      ordered(ofOwner(merchantId, owner).values(), ({ endpointId }) => endpointId),
    endpoint: async (merchantId, owner, endpointId) => ofOwner(merchantId, owner).get(endpointId) ?? null,
    advanceEndpoint: async (merchantId, expected, next) =>
      replaceIf(ofOwner(merchantId, next.owner), next.endpointId, expected, next),
    delivery: async (merchantId, name) => deliveries.get(nameOf(merchantId, name)) ?? null,
    advanceDelivery: async (merchantId, expected, next) => {
      const place = JSON.stringify([merchantId, deliveryPlaceOf(next)]);
      getOrMake(places, place, () => new Map()).set(deliveryPositionOf(next), next.eventId);
      if (next.state.status === 'waiting') {
        const attempt = dueAttemptOf(merchantId, next);
        const inMinute = getOrMake(due, minuteOf(next.state.until), () => new Map<string, DueAttempt>());
        inMinute.set(JSON.stringify(attempt), attempt);
      }
      return replaceIf(deliveries, nameOf(merchantId, next), expected, next);
    },
    indexedDeliveries: async (merchantId, { owner, endpointId, month }, page) => {
      const rows = [...(places.get(JSON.stringify([merchantId, { owner, endpointId, month }])) ?? [])];
      const indexed = rows.map(([position, eventId]) => ({ eventId, position }));
      return pageOfOrdered(indexed, ({ position }) => position, page);
    },
    dueIn: async (minute) => [...(due.get(minute)?.values() ?? [])],
    sweep: async () => sweeps.get(ONLY) ?? null,
    advanceSweep: async (expected, next) => replaceIf(sweeps, ONLY, expected, next),
  };
}

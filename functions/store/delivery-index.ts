import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { DAY_MS, formatInstant } from '../../domain/time.ts';
import type { Delivery } from '../../domain/webhook/delivery.ts';
import { attemptsOf } from '../../domain/webhook/delivery.ts';
import { latestFirst } from './order.ts';
import type { DeliveryPlace, DueAttempt } from './webhook-store.ts';

const DELIVERY_DAYS = 90;

/** A UTC minute as the index of attempts has it: `2026-11-01T09:30`. */
export function minuteOf(at: Instant): string {
  return formatInstant(at).slice(0, 16);
}

/** Where a delivery is listed. */
export function deliveryPlaceOf({ owner, endpointId, createdAt }: Delivery): DeliveryPlace {
  return { owner, endpointId, month: formatInstant(createdAt).slice(0, 7) };
}

/** Where it stands in its list: the later it was created, the smaller. */
export function deliveryPositionOf({ createdAt, eventId }: Pick<Delivery, 'createdAt' | 'eventId'>): string {
  return latestFirst(createdAt, eventId);
}

/** The attempt that a delivery waits for, whoever makes it. */
export function dueAttemptOf(merchantId: MerchantId, delivery: Delivery): DueAttempt {
  const { owner, endpointId, eventId, round } = delivery;
  return { merchantId, owner, endpointId, eventId, round, attempts: attemptsOf(delivery) };
}

/** Epoch seconds after which a delivery may go. */
export function deliveryEnd({ createdAt }: Pick<Delivery, 'createdAt'>): number {
  return Math.ceil((createdAt + DELIVERY_DAYS * DAY_MS) / 1000);
}

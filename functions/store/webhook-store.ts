import type { MerchantId } from '../../domain/ids.ts';
import type { Delivery } from '../../domain/webhook/delivery.ts';
import type { Endpoint, EndpointOwner } from '../../domain/webhook/endpoint.ts';

/** Which delivery: an event has at most one to each endpoint. */
export type DeliveryName = Pick<Delivery, 'owner' | 'endpointId' | 'eventId'>;

/** One attempt that is to be made: when the delivery has gone on since, it is made no more. */
export interface DueAttempt extends DeliveryName {
  readonly merchantId: MerchantId;
  readonly round: number;
  /** How many of the round went before. */
  readonly attempts: number;
}

/** Where deliveries are listed: of one endpoint, by the UTC month (`2026-11`) in which they were created. */
export interface DeliveryPlace {
  readonly owner: EndpointOwner;
  readonly endpointId: string;
  readonly month: string;
}

/** A row of the list. What a crash left behind has another position than the delivery itself. */
export interface IndexedDelivery {
  readonly eventId: string;
  readonly position: string;
}

/** Up to where attempts that nobody made in time were looked for. */
export interface Sweep {
  /** A UTC minute, `2026-11-01T09:30`; it and all before it are done. */
  readonly through: string;
}

/** Receivers of webhooks, and what is on its way to them. Deliveries are kept for 90 days. */
export interface WebhookStore {
  /** Of one owner, by id, also those that were removed. */
  endpoints(merchantId: MerchantId, owner: EndpointOwner): Promise<readonly Endpoint[]>;
  endpoint(merchantId: MerchantId, owner: EndpointOwner, endpointId: string): Promise<Endpoint | null>;
  /** Replaces the endpoint if it is still `expected` (null: absent). False when somebody else was first. */
  advanceEndpoint(merchantId: MerchantId, expected: Endpoint | null, next: Endpoint): Promise<boolean>;
  delivery(merchantId: MerchantId, name: DeliveryName): Promise<Delivery | null>;
  /** As `advanceEndpoint`; ahead of it goes what finds it: its row in the list and, while it waits, in its minute. */
  advanceDelivery(merchantId: MerchantId, expected: Delivery | null, next: Delivery): Promise<boolean>;
  /** The newest first, after a position. */
  indexedDeliveries(
    merchantId: MerchantId,
    place: DeliveryPlace,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly IndexedDelivery[]>;
  /** Of all merchants: attempts that were to be made in a UTC minute, made or not. */
  dueIn(minute: string): Promise<readonly DueAttempt[]>;
  sweep(): Promise<Sweep | null>;
  /** Replaces it if it is still `expected` (null: absent). False when somebody else was first. */
  advanceSweep(expected: Sweep | null, next: Sweep): Promise<boolean>;
}

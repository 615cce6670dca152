import type { EndpointOwner } from '../domain/webhook/endpoint.ts';
import type { EventType } from './catalogue.ts';
import { definitionOf } from './catalogue.ts';
import type { Envelope } from './envelope.ts';

/**
 * What webhooks tell: every status change of money, under the names of the catalogue, with the word for what became of the
 * money. What is recorded on the way to it (clicks, conversions, decisions that may change) goes on the bus only.
 */
export const webhookTypes = {
  'accrual.posted': 'accrued',
  'true-up.posted': 'corrected',
  'bonus.posted': 'accrued',
  'override.posted': 'accrued',
  'adjustment.approved': 'approved',
  'adjustment.posted': 'adjusted',
  'opening.approved': 'approved',
  'opening.posted': 'taken-over',
  'tax.posted': 'accrued',
  'review.overdue': 'held',
  'reserve.posted': 'reserved',
  'payout.held': 'held',
  'release.posted': 'released',
  'clawback.posted': 'clawed-back',
  'review.recorded': 'reviewed',
  'claim.filed': 'filed',
  'claim.taken-up': 'under-review',
  'claim.escalated': 'escalated',
  'claim.accepted': 'accepted',
  'claim.rejected': 'rejected',
  'claim.withdrawn': 'withdrawn',
  'deal.registered': 'registered',
  'deal.approved': 'approved',
  'deal.escalated': 'escalated',
  'deal.extended': 'extended',
  'deal.rejected': 'rejected',
  'deal.won': 'won',
  'deal.lost': 'lost',
  'deal.withdrawn': 'withdrawn',
  'deal.expired': 'expired',
  'settlement.rejected': 'rejected',
  'settlement.approved': 'approved',
  'settlement.closed': 'closed',
  'settlement.paid': 'paid',
  'statement.issued': 'closed',
  'statement.confirmed': 'confirmed',
  'statement.disputed': 'disputed',
  'statement.dispute-rejected': 'rejected',
  'statement.corrected': 'corrected',
  'payout.drafted': 'drafted',
  'payout.released': 'released',
  'payout.posted': 'approved',
  'payout.approved': 'approved',
  'payout.remitted': 'remitted',
  'payout.returned': 'returned',
  'return.posted': 'returned',
  'payout.confirmed': 'confirmed',
  'remittance.posted': 'confirmed',
  'payout.cancelled': 'cancelled',
} as const satisfies Partial<Record<EventType, string>>;

/** A type that an endpoint may ask for. */
export type WebhookType = keyof typeof webhookTypes;

/** The types in the order of the table. */
export const webhookTypeNames = Object.keys(webhookTypes) as readonly WebhookType[];

/** What an endpoint is sent to try it; it tells of no money. */
export const TEST_TYPE = 'webhook.test';

/** As Standard Webhooks advises: what is larger is cut to its reference, by which the rest can be read. */
const WEBHOOK_BYTES_MAX = 20_000;

/** Whether an event is one that webhooks tell. */
export function isWebhookType(type: EventType): type is WebhookType {
  return Object.hasOwn(webhookTypes, type);
}

/**
 * What is sent of an event to whoever's endpoint it is: type, timestamp and data as Standard Webhooks has them, with the rest of the
 * envelope beside.
 */
export function webhookBody(envelope: Envelope & { readonly type: WebhookType }, owner: EndpointOwner): string {
  const { id, type, version, merchantId, programId, occurredAt, recordedAt, isCut } = envelope;
  const data = owner === 'merchant' ? envelope.data : partnersPart(envelope.data);
  const { outcome } = data;
  const status = type === 'review.recorded' && typeof outcome === 'string' ? outcome : webhookTypes[type];
  const frame = { type, timestamp: occurredAt, status, id, version, merchantId, programId, recordedAt };
  const whole = JSON.stringify({ ...frame, isCut, data });
  if (Buffer.byteLength(whole) < WEBHOOK_BYTES_MAX) return whole;
  const kept = Object.fromEntries(definitionOf(type).reference.map((name) => [name, data[name]]));
  return JSON.stringify({ ...frame, isCut: true, data: kept });
}

/** Who of the merchant's people did it, and which other partners it is about, is the merchant's to know. */
function partnersPart(data: Envelope['data']): Envelope['data'] {
  const { by, inFavourOf, reasons, ...rest } = data;
  return {
    ...rest,
    ...(by === undefined ? {} : { by: null }),
    ...(inFavourOf === undefined ? {} : { inFavourOf: null }),
    ...(Array.isArray(reasons) ? { reasons: reasons.map(withoutNote) } : {}),
  };
}

/** The note of a sign of abuse names other partners, or the limit that the merchant has set. */
function withoutNote<T extends { readonly code: string }>(reason: T): T {
  return reason.code.startsWith('screening.') ? { ...reason, note: null } : reason;
}

/** What an endpoint is sent to try it. */
export function testBody(frame: {
  readonly id: string;
  readonly merchantId: string;
  readonly timestamp: string;
}): string {
  return JSON.stringify({ type: TEST_TYPE, ...frame, data: {} });
}

import type { Delivery } from '../../../domain/webhook/delivery.ts';
import type { Endpoint } from '../../../domain/webhook/endpoint.ts';
import { hears } from '../../../domain/webhook/endpoint.ts';
import type { Envelope } from '../../../events/envelope.ts';
import { isWebhookType, webhookBody } from '../../../events/webhook.ts';
import type { Deps } from '../../runtime/deps.ts';
import { recentEndpoints } from './recent-endpoints.ts';
import { askForAttempt, webhookHost } from './webhook-host.ts';

/** Starts a delivery of an event to every endpoint that is to hear of it; told again, the event starts none anew. */
export async function deliverEvent(deps: Deps, envelope: Envelope): Promise<void> {
  const { type, merchantId } = envelope;
  if (!isWebhookType(type)) return;
  const named = envelope.data['partnerId'];
  const partnerId = typeof named === 'string' ? named : null;
  const owners = ['merchant', ...(partnerId === null ? [] : [`partner/${partnerId}` as const])] as const;
  const endpoints = await Promise.all(owners.map((owner) => recentEndpoints(deps, { merchantId, owner })));
  const hearing = endpoints.flat().filter((endpoint) => hears(endpoint, { type, partnerId }));
  for (const endpoint of hearing) {
    const body = webhookBody({ ...envelope, type }, endpoint.owner);
    await startDelivery(deps, { merchantId, endpoint, eventId: envelope.id, type, body });
  }
}

export interface StartDelivery extends Pick<Delivery, 'eventId' | 'type' | 'body'> {
  readonly merchantId: string;
  readonly endpoint: Endpoint;
}

/** The delivery of an event to an endpoint, begun by this call or before it. */
export async function startDelivery(deps: Deps, { merchantId, endpoint, ...event }: StartDelivery): Promise<Delivery> {
  const { webhooks } = deps.stores;
  const now = webhookHost(deps).now();
  const { owner, endpointId } = endpoint;
  const name = { owner, endpointId, eventId: event.eventId };
  const fresh: Delivery = {
    ...{ ...name, ...event, createdAt: now },
    ...{ round: 1, state: { status: 'waiting', until: now }, attempts: [] },
  };
  let delivery = await webhooks.delivery(merchantId, name);
  if (delivery === null) {
    const isMine = await webhooks.advanceDelivery(merchantId, null, fresh);
    delivery = isMine ? fresh : ((await webhooks.delivery(merchantId, name)) ?? fresh);
  }
  // Also for one that was there: whoever began it may have died before it asked.
  await askForAttempt(deps, merchantId, delivery);
  return delivery;
}

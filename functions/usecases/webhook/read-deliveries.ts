import { DomainError } from '../../../domain/errors.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Delivery } from '../../../domain/webhook/delivery.ts';
import { replayed } from '../../../domain/webhook/delivery.ts';
import { TEST_TYPE, testBody } from '../../../events/webhook.ts';
import type { Deps } from '../../runtime/deps.ts';
import { deliveryPositionOf } from '../../store/delivery-index.ts';
import type { OfEndpoint } from './change-endpoint.ts';
import { endpointOf } from './change-endpoint.ts';
import { startDelivery } from './deliver-event.ts';
import { askForAttempt, webhookHost } from './webhook-host.ts';

export interface ListDeliveries extends OfEndpoint {
  /** The UTC month of their creation, `2026-11`; null: the present one. */
  readonly month: string | null;
  readonly limit: number;
  /** The position after which the page begins. */
  readonly after: string | null;
}

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  /** The position of the last row, or null: there are no more. */
  readonly last: string | null;
}

/** What was sent to an endpoint, the newest first. */
export async function listDeliveries(deps: Deps, command: ListDeliveries): Promise<DeliveryPage> {
  const { merchantId, owner, endpointId, limit, after } = command;
  await endpointOf(deps, command);
  const { webhooks } = deps.stores;
  const month = command.month ?? formatInstant(webhookHost(deps).now()).slice(0, 7);
  const rows = await webhooks.indexedDeliveries(merchantId, { owner, endpointId, month }, { after, limit });
  const found = await Promise.all(
    rows.map(async ({ eventId, position }) => {
      const delivery = await webhooks.delivery(merchantId, { owner, endpointId, eventId });
      // What a crash left behind stands elsewhere than the delivery does.
      return delivery !== null && deliveryPositionOf(delivery) === position ? [delivery] : [];
    }),
  );
  return { deliveries: found.flat(), last: rows.length < limit ? null : (rows.at(-1)?.position ?? null) };
}

export interface OfDelivery extends OfEndpoint {
  readonly eventId: string;
}

export async function readDelivery(deps: Deps, command: OfDelivery): Promise<Delivery> {
  const { merchantId, owner, endpointId, eventId } = command;
  await endpointOf(deps, command);
  const found = await deps.stores.webhooks.delivery(merchantId, { owner, endpointId, eventId });
  if (found !== null) return found;
  throw new DomainError('webhook.delivery-not-found', {
    en: `${endpointId} was sent no event "${eventId}"`,
    ja: `${endpointId}にイベント"${eventId}"は送信されていません`,
  });
}

/** Sends once more what was sent, with the same id and the same letters. One that waits anyway is tried at once. */
export async function replayDelivery(deps: Deps, command: OfDelivery): Promise<Delivery> {
  const { merchantId } = command;
  const delivery = await readDelivery(deps, command);
  await refuseDisabled(deps, command);
  const next = replayed(delivery, webhookHost(deps).now());
  if (!(await deps.stores.webhooks.advanceDelivery(merchantId, delivery, next))) {
    throw new DomainError('webhook.edited', {
      en: 'the delivery has gone on in the meantime; read it again',
      ja: '送信はその間に進みました。もう一度読み込んでください。',
    });
  }
  await askForAttempt(deps, merchantId, next);
  return next;
}

export interface SendTest extends OfEndpoint {
  readonly eventId: string;
}

/** Sends an event that tells of no money, to try an endpoint. */
export async function sendTest(deps: Deps, command: SendTest): Promise<Delivery> {
  const { merchantId, eventId } = command;
  const endpoint = await refuseDisabled(deps, command);
  const timestamp = formatInstant(webhookHost(deps).now());
  const body = testBody({ id: eventId, merchantId, timestamp });
  return await startDelivery(deps, { merchantId, endpoint, eventId, type: TEST_TYPE, body });
}

async function refuseDisabled(deps: Deps, command: OfEndpoint) {
  const endpoint = await endpointOf(deps, command);
  if (endpoint.state.status === 'enabled') return endpoint;
  throw new DomainError('webhook.disabled', {
    en: `${command.endpointId} is disabled; enable it first`,
    ja: `${command.endpointId}は無効になっています。先に有効にしてください。`,
  });
}

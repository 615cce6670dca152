import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Delivery, DeliveryState } from '../../../domain/webhook/delivery.ts';
import { afterAttempt, attemptsOf } from '../../../domain/webhook/delivery.ts';
import type { Endpoint } from '../../../domain/webhook/endpoint.ts';
import { changed, secretsAt } from '../../../domain/webhook/endpoint.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DueAttempt } from '../../store/webhook-store.ts';
import { signedHeaders } from '../../webhook/signature.ts';
import { secretContext } from './change-endpoint.ts';
import { forgetEndpoints } from './recent-endpoints.ts';
import { askForAttempt, webhookHost } from './webhook-host.ts';

const JITTER_DIGITS = 8;

/**
 * Makes one attempt of a delivery and notes what came of it. One that was made already is not made again; should this process die
 * between the attempt and its note, it is, and the receiver knows by the `webhook-id` that it has had it.
 */
export async function attemptDelivery(deps: Deps, due: DueAttempt): Promise<void> {
  const { webhooks } = deps.stores;
  const { merchantId } = due;
  const { now } = webhookHost(deps);
  const delivery = await webhooks.delivery(merchantId, due);
  if (delivery === null || delivery.state.status !== 'waiting') return;
  if (delivery.round !== due.round || attemptsOf(delivery) !== due.attempts) return;
  if (delivery.state.until > now()) return await askForAttempt(deps, merchantId, delivery);
  const endpoint = await webhooks.endpoint(merchantId, due.owner, due.endpointId);
  if (endpoint?.state.status !== 'enabled') {
    await webhooks.advanceDelivery(merchantId, delivery, { ...delivery, state: stopped(endpoint, now()) });
    return;
  }
  const next = await attempted(deps, due, { delivery, endpoint });
  if (!(await webhooks.advanceDelivery(merchantId, delivery, next))) return;
  if (next.state.status === 'failed' && next.state.reason === 'gone') await disable(deps, due);
  await askForAttempt(deps, merchantId, next);
}

async function attempted(
  deps: Deps,
  due: DueAttempt,
  { delivery, endpoint }: { readonly delivery: Delivery; readonly endpoint: Endpoint },
): Promise<Delivery> {
  const { now, post } = webhookHost(deps);
  const { eventId: id, body } = delivery;
  const context = secretContext(due.merchantId, endpoint);
  const at = now();
  const secrets = await Promise.all(secretsAt(endpoint, at).map(({ sealed }) => deps.cipher.open(sealed, context)));
  const { waitSeconds, ...result } = await post({
    url: endpoint.url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'bunpai-webhooks',
      ...signedHeaders({ id, at, body }, secrets),
    },
  });
  return afterAttempt(delivery, { at, ...result }, { endedAt: now(), jitter: jitterOf(deps, due), waitSeconds });
}

/** By what is attempted, so that it is another for every delivery and attempt, and the same when the step is done again. */
function jitterOf({ sha256 }: Pick<Deps, 'sha256'>, due: DueAttempt): number {
  return Number.parseInt(sha256(canonical(due)).slice(0, JITTER_DIGITS), 16) / 16 ** JITTER_DIGITS;
}

function stopped(endpoint: Endpoint | null, at: number): DeliveryState {
  const reason = endpoint?.state.status === 'disabled' ? 'endpoint-disabled' : 'endpoint-removed';
  return { status: 'failed', at, reason };
}

/** The receiver has said that it wants to hear no more; whoever changed the endpoint meanwhile knows better. */
async function disable(deps: Deps, { merchantId, owner, endpointId }: DueAttempt): Promise<void> {
  const { webhooks } = deps.stores;
  const endpoint = await webhooks.endpoint(merchantId, owner, endpointId);
  if (endpoint?.state.status !== 'enabled') return;
  const since = webhookHost(deps).now();
  const off = changed(endpoint, { state: { status: 'disabled', reason: 'gone', since } }, since);
  await webhooks.advanceEndpoint(merchantId, endpoint, off);
  forgetEndpoints(deps, { merchantId, owner });
}

import type { MerchantId } from '../../../domain/ids.ts';
import { SECOND_MS } from '../../../domain/time.ts';
import type { Delivery } from '../../../domain/webhook/delivery.ts';
import type { Deps, WebhookHost } from '../../runtime/deps.ts';
import { LATER_SECONDS_MAX } from '../../runtime/deps.ts';
import { dueAttemptOf } from '../../store/delivery-index.ts';

/** How webhooks leave the host. */
export function webhookHost({ webhooks }: Pick<Deps, 'webhooks'>): WebhookHost {
  if (webhooks !== undefined) return webhooks;
  throw new Error('no webhooks leave this host');
}

/** Has the next attempt of a delivery made when it is due; one that is far off is left to the sweep. */
export async function askForAttempt(deps: Deps, merchantId: MerchantId, delivery: Delivery): Promise<void> {
  if (delivery.state.status !== 'waiting') return;
  const { now, later } = webhookHost(deps);
  const seconds = Math.max(0, Math.ceil((delivery.state.until - now()) / SECOND_MS));
  if (seconds <= LATER_SECONDS_MAX) await later(dueAttemptOf(merchantId, delivery), seconds);
}

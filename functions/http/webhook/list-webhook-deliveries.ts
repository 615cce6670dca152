import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { listDeliveries } from '../../usecases/webhook/read-deliveries.ts';
import { afterPosition, BY_TIME, cursorOf } from '../page.ts';
import { deliveryAnswer, ownerOf } from '../webhook-wire.ts';

const LIMIT = 50;

/** A page of what was sent to an endpoint in a month. */
export const listWebhookDeliveries = operation(
  webhookRoutes.listWebhookDeliveries,
  async ({ deps, caller, parameters, query }) => {
    const { month = null, limit = LIMIT } = query;
    const after = afterPosition(query, BY_TIME);
    const page = await listDeliveries(deps, { ...ownerOf(caller), ...parameters, month, limit, after });
    const next = page.last === null ? null : cursorOf(page.last);
    return { body: { deliveries: page.deliveries.map(deliveryAnswer), next } };
  },
);

export const handler = listWebhookDeliveries.handlerOn(awsHost);

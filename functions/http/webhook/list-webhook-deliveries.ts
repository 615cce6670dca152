import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { listDeliveries } from '../../usecases/webhook/read-deliveries.ts';
import { cursorOf, cursorText, wrongCursor } from '../page.ts';
import { deliveryAnswer, ownerOf } from '../webhook-wire.ts';

const LIMIT = 50;
/** A place in the list of an endpoint, as the index has it. */
const POSITION = /^\d{16}#[ -}]+$/;

/** A page of what was sent to an endpoint in a month. */
export const listWebhookDeliveries = operation(
  webhookRoutes.listWebhookDeliveries,
  async ({ deps, caller, parameters, query }) => {
    const { month = null, limit = LIMIT, cursor } = query;
    const after = cursor === undefined ? null : cursorText(cursor);
    if (after !== null && !POSITION.test(after)) throw wrongCursor();
    const page = await listDeliveries(deps, { ...ownerOf(caller), ...parameters, month, limit, after });
    const next = page.last === null ? null : cursorOf(page.last);
    return { body: { deliveries: page.deliveries.map(deliveryAnswer), next } };
  },
);

export const handler = listWebhookDeliveries.handlerOn(awsHost);

import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readDelivery } from '../../usecases/webhook/read-deliveries.ts';
import { ownerOf, wholeDeliveryAnswer } from '../webhook-wire.ts';

/** What was sent of an event, and how each attempt went. */
export const readWebhookDelivery = operation(
  webhookRoutes.readWebhookDelivery,
  async ({ deps, caller, parameters }) => {
    return { body: wholeDeliveryAnswer(await readDelivery(deps, { ...ownerOf(caller), ...parameters })) };
  },
);

export const handler = readWebhookDelivery.handlerOn(awsHost);

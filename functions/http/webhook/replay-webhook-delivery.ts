import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { replayDelivery } from '../../usecases/webhook/read-deliveries.ts';
import { ownerOf, wholeDeliveryAnswer } from '../webhook-wire.ts';

/** A delivery on its way once more. */
export const replayWebhookDelivery = operation(
  webhookRoutes.replayWebhookDelivery,
  async ({ deps, caller, parameters }) => {
    return { body: wholeDeliveryAnswer(await replayDelivery(deps, { ...ownerOf(caller), ...parameters })) };
  },
);

export const handler = replayWebhookDelivery.handlerOn(awsHost);

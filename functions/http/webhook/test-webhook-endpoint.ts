import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { sendTest } from '../../usecases/webhook/read-deliveries.ts';
import { ownerOf, wholeDeliveryAnswer } from '../webhook-wire.ts';

/** The delivery of a test event, on its way. */
export const testWebhookEndpoint = operation(
  webhookRoutes.testWebhookEndpoint,
  async ({ deps, caller, parameters }) => {
    const eventId = `evt_${deps.newId()}`;
    return { body: wholeDeliveryAnswer(await sendTest(deps, { ...ownerOf(caller), ...parameters, eventId })) };
  },
);

export const handler = testWebhookEndpoint.handlerOn(awsHost);

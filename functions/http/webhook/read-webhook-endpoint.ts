import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { endpointOf } from '../../usecases/webhook/change-endpoint.ts';
import { webhookHost } from '../../usecases/webhook/webhook-host.ts';
import { endpointAnswer, endpointHeaders, ownerOf } from '../webhook-wire.ts';

/** An endpoint with the tag by which it is changed. */
export const readWebhookEndpoint = operation(
  webhookRoutes.readWebhookEndpoint,
  async ({ deps, caller, parameters }) => {
    const endpoint = await endpointOf(deps, { ...ownerOf(caller), ...parameters });
    return { headers: endpointHeaders(endpoint), body: endpointAnswer(endpoint, webhookHost(deps).now()) };
  },
);

export const handler = readWebhookEndpoint.handlerOn(awsHost);

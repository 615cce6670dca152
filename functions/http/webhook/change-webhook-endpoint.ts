import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeEndpoint } from '../../usecases/webhook/change-endpoint.ts';
import { webhookHost } from '../../usecases/webhook/webhook-host.ts';
import { endpointAnswer, endpointHeaders, endpointSeen, ownerOf } from '../webhook-wire.ts';

/** An endpoint as it is from now on. */
export const changeWebhookEndpoint = operation(
  webhookRoutes.changeWebhookEndpoint,
  async ({ deps, caller, parameters, body, headers }) => {
    const { enabled: isEnabled, ...content } = body;
    const of = { ...ownerOf(caller), ...parameters, seen: endpointSeen(headers) };
    const endpoint = await changeEndpoint(deps, { ...of, content, isEnabled });
    return { headers: endpointHeaders(endpoint), body: endpointAnswer(endpoint, webhookHost(deps).now()) };
  },
);

export const handler = changeWebhookEndpoint.handlerOn(awsHost);

import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { removeEndpoint } from '../../usecases/webhook/change-endpoint.ts';
import { endpointSeen, ownerOf } from '../webhook-wire.ts';

/** An endpoint that is sent nothing any more. */
export const removeWebhookEndpoint = operation(
  webhookRoutes.removeWebhookEndpoint,
  async ({ deps, caller, parameters, headers }) => {
    await removeEndpoint(deps, { ...ownerOf(caller), ...parameters, seen: endpointSeen(headers) });
    return {};
  },
);

export const handler = removeWebhookEndpoint.handlerOn(awsHost);

import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { rotateSecret } from '../../usecases/webhook/change-endpoint.ts';
import { webhookHost } from '../../usecases/webhook/webhook-host.ts';
import { newWebhookSecret } from '../../webhook/signature.ts';
import { endpointAnswer, endpointHeaders, endpointSeen, ownerOf } from '../webhook-wire.ts';

/** An endpoint with its new secret. */
export const rotateWebhookSecret = operation(
  webhookRoutes.rotateWebhookSecret,
  async ({ deps, caller, parameters, body, headers }) => {
    const secret = newWebhookSecret();
    const of = { ...ownerOf(caller), ...parameters, seen: endpointSeen(headers) };
    const endpoint = await rotateSecret(deps, { ...of, ...body, secret });
    const answer = endpointAnswer(endpoint, webhookHost(deps).now());
    return { headers: endpointHeaders(endpoint), body: { ...answer, secret } };
  },
);

export const handler = rotateWebhookSecret.handlerOn(awsHost);

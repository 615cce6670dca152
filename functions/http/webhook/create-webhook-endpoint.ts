import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { createEndpoint } from '../../usecases/webhook/change-endpoint.ts';
import { webhookHost } from '../../usecases/webhook/webhook-host.ts';
import { newWebhookSecret } from '../../webhook/signature.ts';
import { endpointAnswer, endpointHeaders, ownerOf } from '../webhook-wire.ts';

/** A new endpoint with its secret; the same again shows no secret. */
export const createWebhookEndpoint = operation(webhookRoutes.createWebhookEndpoint, async ({ deps, caller, body }) => {
  const { endpointId, ...content } = body;
  const by = caller.subject;
  const whose = ownerOf(caller);
  const made = await createEndpoint(deps, { ...whose, endpointId, content, secret: newWebhookSecret(), by });
  const { endpoint, secret } = made;
  const answer = endpointAnswer(endpoint, webhookHost(deps).now());
  return { headers: endpointHeaders(endpoint), body: { ...answer, secret } };
});

export const handler = createWebhookEndpoint.handlerOn(awsHost);

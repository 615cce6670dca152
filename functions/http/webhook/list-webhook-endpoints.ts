import { webhookRoutes } from '../../contract/routes/webhook.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { listEndpoints } from '../../usecases/webhook/change-endpoint.ts';
import { webhookHost } from '../../usecases/webhook/webhook-host.ts';
import { pageOf } from '../page.ts';
import { endpointAnswer, ownerOf } from '../webhook-wire.ts';

/** The endpoints of the merchant, or of the partner whose people ask. */
export const listWebhookEndpoints = operation(webhookRoutes.listWebhookEndpoints, async ({ deps, caller, query }) => {
  const { items, next } = pageOf(await listEndpoints(deps, ownerOf(caller)), query, ({ endpointId }) => endpointId);
  const now = webhookHost(deps).now();
  return { body: { endpoints: items.map((endpoint) => endpointAnswer(endpoint, now)), next } };
});

export const handler = listWebhookEndpoints.handlerOn(awsHost);

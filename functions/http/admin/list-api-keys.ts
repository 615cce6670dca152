import { accessRoutes } from '../../contract/routes/access.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { keyAnswer } from '../api-key-wire.ts';
import { pageOf } from '../page.ts';

/** The keys of the merchant, by id, also those that were revoked. */
export const listApiKeys = operation(accessRoutes.listApiKeys, async ({ deps, caller, query }) => {
  const all = await deps.stores.apiKeys.apiKeys(caller.merchantId);
  const { items, next } = pageOf(all, query, ({ keyId }) => keyId);
  const now = Date.now();
  return { body: { keys: await Promise.all(items.map((key) => keyAnswer(deps, key, now))), next } };
});

export const handler = listApiKeys.handlerOn(awsHost);

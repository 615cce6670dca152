import { integrityRoutes } from '../../contract/routes/integrity.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { publicOperation } from '../../runtime/operation/operation.ts';
import { listKeys as list } from '../../usecases/integrity/signing-key.ts';
import { pageOf } from '../page.ts';
import { keyAnswer, PUBLIC_CACHE } from '../wire.ts';

/** The public keys of a merchant, oldest first. */
export const listKeys = publicOperation(integrityRoutes.listKeys, async ({ deps, parameters, query }) => {
  const keys = await list(deps, parameters.merchantId);
  const { items, next } = pageOf(keys, query, ({ keyId }) => keyId);
  return { headers: PUBLIC_CACHE, body: { keys: items.map(keyAnswer), next } };
});

export const handler = listKeys.handlerOn(awsHost);

import { accessRoutes } from '../../contract/routes/access.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { apiKeyOf } from '../../usecases/access/api-keys.ts';
import { keyAnswer, keyHeaders } from '../api-key-wire.ts';

/** A key without its secrets, with the tag by which it gets a new one. */
export const readApiKey = operation(accessRoutes.readApiKey, async ({ deps, caller, parameters }) => {
  const key = await apiKeyOf(deps, { merchantId: caller.merchantId, keyId: parameters.keyId });
  return { headers: keyHeaders(key), body: await keyAnswer(deps, key, Date.now()) };
});

export const handler = readApiKey.handlerOn(awsHost);

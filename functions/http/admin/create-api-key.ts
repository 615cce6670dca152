import { accessRoutes } from '../../contract/routes/access.ts';
import { newApiKeyText } from '../../identity/api-key.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { createApiKey as create } from '../../usecases/access/api-keys.ts';
import { byAdmin, keyAnswer, keyHeaders } from '../api-key-wire.ts';

/** A new key with its secret; the same again shows no secret. */
export const createApiKey = operation(accessRoutes.createApiKey, async ({ deps, caller, body }) => {
  const who = byAdmin(caller);
  const { key, text } = await create(deps, { ...who, ...body, text: newApiKeyText() });
  return { headers: keyHeaders(key), body: { ...(await keyAnswer(deps, key, who.now)), key: text } };
});

export const handler = createApiKey.handlerOn(awsHost);

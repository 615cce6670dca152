import { accessRoutes } from '../../contract/routes/access.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { revokeApiKey as revoke } from '../../usecases/access/api-keys.ts';
import { byAdmin, keyAnswer, keyHeaders } from '../api-key-wire.ts';

/** A key that opens nothing any more. */
export const revokeApiKey = operation(accessRoutes.revokeApiKey, async ({ deps, caller, parameters, body }) => {
  const who = byAdmin(caller);
  const key = await revoke(deps, { ...who, ...parameters, ...body });
  return { headers: keyHeaders(key), body: await keyAnswer(deps, key, who.now) };
});

export const handler = revokeApiKey.handlerOn(awsHost);

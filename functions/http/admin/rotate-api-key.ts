import { accessRoutes } from '../../contract/routes/access.ts';
import { newApiKeyText } from '../../identity/api-key.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { rotateApiKey as rotate } from '../../usecases/access/api-keys.ts';
import { byAdmin, keyAnswer, keyHeaders, keySeen } from '../api-key-wire.ts';

/** A new secret of a key. */
export const rotateApiKey = operation(
  accessRoutes.rotateApiKey,
  async ({ deps, caller, parameters, body, headers }) => {
    const who = byAdmin(caller);
    const secret = { ...body, text: newApiKeyText(), seen: keySeen(headers) };
    const { key, text } = await rotate(deps, { ...who, ...parameters, ...secret });
    return { headers: keyHeaders(key), body: { ...(await keyAnswer(deps, key, who.now)), key: text } };
  },
);

export const handler = rotateApiKey.handlerOn(awsHost);

import { integrityRoutes } from '../../contract/routes/integrity.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { rotateKey as rotate } from '../../usecases/integrity/signing-key.ts';
import { keyAnswer } from '../wire.ts';

/** Signs with a new key from now on, and answers it. */
export const rotateKey = operation(integrityRoutes.rotateKey, async ({ deps, caller }) => {
  const key = await rotate(deps, caller.merchantId);
  return { body: keyAnswer({ ...key, validTo: null }) };
});

export const handler = rotateKey.handlerOn(awsHost);

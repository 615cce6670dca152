import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readLink as read } from '../../usecases/partner/read-owned.ts';
import { linkAnswer } from '../wire.ts';

/** A tracking link. */
export const readLink = operation(selfServiceRoutes.readLink, async ({ deps, scope, caller, parameters }) => {
  return { body: linkAnswer(await read(deps, { scope, partnerId: caller.partnerId }, parameters.linkId)) };
});

export const handler = readLink.handlerOn(awsHost);

import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { fileClaim as file } from '../../usecases/claim/file-claim.ts';
import { partnerOf } from '../../usecases/deal/partner-of.ts';
import { claimReply } from '../claim-wire.ts';

/** A claim as it stands; the same again is answered like the first. */
export const fileClaim = operation(claimRoutes.fileClaim, async (call) => {
  const { deps, scope, caller, body } = call;
  const partnerId = partnerOf(caller.partnerId, body.partnerId);
  const { claim, isNew } = await file(deps, { ...body, scope, partnerId, by: caller.subject });
  return { ...(isNew ? {} : { status: 200 }), ...claimReply(claim, call) };
});

export const handler = fileClaim.handlerOn(awsHost);

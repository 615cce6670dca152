import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeClaim } from '../../usecases/claim/claim-steps.ts';
import { changedClaim, claimReply } from '../claim-wire.ts';

/** A claim that was rejected, and why. */
export const rejectClaim = operation(claimRoutes.rejectClaim, async (call) => {
  return claimReply(await changeClaim(call.deps, changedClaim(call), { kind: 'reject', ...call.body }), call);
});

export const handler = rejectClaim.handlerOn(awsHost);

import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeClaim } from '../../usecases/claim/claim-steps.ts';
import { changedClaim, claimReply } from '../claim-wire.ts';

/** A claim that its partner does not pursue. */
export const withdrawClaim = operation(claimRoutes.withdrawClaim, async (call) => {
  return claimReply(await changeClaim(call.deps, changedClaim(call), { kind: 'withdraw' }), call);
});

export const handler = withdrawClaim.handlerOn(awsHost);

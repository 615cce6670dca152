import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeClaim } from '../../usecases/claim/claim-steps.ts';
import { changedClaim, claimReply } from '../claim-wire.ts';

/** A claim that somebody looks at. */
export const takeUpClaim = operation(claimRoutes.takeUpClaim, async (call) => {
  return claimReply(await changeClaim(call.deps, changedClaim(call), { kind: 'take-up' }), call);
});

export const handler = takeUpClaim.handlerOn(awsHost);

import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeClaim } from '../../usecases/claim/claim-steps.ts';
import { changedClaim, claimReply } from '../claim-wire.ts';

/** An open claim with other words or more evidence. */
export const reviseClaim = operation(claimRoutes.reviseClaim, async (call) => {
  return claimReply(await changeClaim(call.deps, changedClaim(call), { kind: 'revise', content: call.body }), call);
});

export const handler = reviseClaim.handlerOn(awsHost);

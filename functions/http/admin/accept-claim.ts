import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { acceptClaim as accept } from '../../usecases/claim/accept-claim.ts';
import { changedClaim, claimReply } from '../claim-wire.ts';
import { conversionAnswer } from '../wire.ts';

/** A claim that was accepted, with the commission to expect. */
export const acceptClaim = operation(claimRoutes.acceptClaim, async (call) => {
  const { claim, recorded } = await accept(call.deps, { ...changedClaim(call), ...call.body });
  const { headers, body } = claimReply(claim, call);
  return { headers, body: { ...body, conversion: conversionAnswer(recorded) } };
});

export const handler = acceptClaim.handlerOn(awsHost);

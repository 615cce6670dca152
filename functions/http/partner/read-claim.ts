import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { claimHistory } from '../../usecases/claim/claim-steps.ts';
import { changedClaim, claimReply, claimStepAnswer } from '../claim-wire.ts';

/** A claim as it stands, and what happened to it. */
export const readClaim = operation(claimRoutes.readClaim, async (call) => {
  const { claim, steps } = await claimHistory(call.deps, changedClaim(call));
  const { headers, body } = claimReply(claim, call);
  return { headers, body: { ...body, history: steps.map((step) => claimStepAnswer(step, call.caller)) } };
});

export const handler = readClaim.handlerOn(awsHost);

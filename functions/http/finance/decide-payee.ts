import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decidePayee as decide, partnerOwner } from '../../usecases/payout/payee-change.ts';
import { payeeAnswer } from '../payout-wire.ts';

/** Bank details, approved or rejected. */
export const decidePayee = operation(payoutRoutes.decidePayee, async ({ deps, caller, parameters }) => {
  const { partnerId, revision } = parameters;
  const decision = parameters.decision === 'approval' ? 'approved' : 'rejected';
  const { merchantId, subject: by } = caller;
  const owner = partnerOwner(partnerId);
  return { body: payeeAnswer(await decide(deps, { merchantId, owner, revision, decision, by })) };
});

export const handler = decidePayee.handlerOn(awsHost);

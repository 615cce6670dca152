import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decidePayee, programOwner } from '../../usecases/payout/payee-change.ts';
import { payeeAnswer } from '../payout-wire.ts';

/** An account to pay from, approved or rejected. */
export const decidePayerAccount = operation(payoutRoutes.decidePayerAccount, async ({ deps, caller, parameters }) => {
  const { programId, revision } = parameters;
  const decision = parameters.decision === 'approval' ? 'approved' : 'rejected';
  const { merchantId, subject: by } = caller;
  const owner = programOwner(programId);
  return { body: payeeAnswer(await decidePayee(deps, { merchantId, owner, revision, decision, by })) };
});

export const handler = decidePayerAccount.handlerOn(awsHost);

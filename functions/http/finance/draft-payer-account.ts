import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { draftPayee, programOwner } from '../../usecases/payout/payee-change.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { payeeAnswer } from '../payout-wire.ts';

/** A new account to pay from, masked. */
export const draftPayerAccount = operation(
  payoutRoutes.draftPayerAccount,
  async ({ deps, caller, parameters, body }) => {
    const { merchantId, subject: by } = caller;
    const { programId } = await programOf(deps, { merchantId, programId: parameters.programId });
    return { body: payeeAnswer(await draftPayee(deps, { merchantId, owner: programOwner(programId), by, ...body })) };
  },
);

export const handler = draftPayerAccount.handlerOn(awsHost);

import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { draftPayee, programOwner } from '../../usecases/payout/payee-change.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { entityTag, revisionSeen } from '../if-match.ts';
import { payeeAnswer } from '../payout-wire.ts';

/** A new account to pay from, masked. */
export const draftPayerAccount = operation(
  payoutRoutes.draftPayerAccount,
  async ({ deps, scope, caller, body, headers }) => {
    const { merchantId, programId } = await programOf(deps, scope);
    const seen = revisionSeen(headers['if-match'], 'payee.edited');
    const account = await draftPayee(deps, {
      merchantId,
      owner: programOwner(programId),
      seen,
      ...body,
      by: caller.subject,
    });
    return { headers: { etag: entityTag(account.revision) }, body: payeeAnswer(account) };
  },
);

export const handler = draftPayerAccount.handlerOn(awsHost);

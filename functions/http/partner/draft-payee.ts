import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { draftPayee as draft, partnerOwner } from '../../usecases/payout/payee-change.ts';
import { visiblePartner } from '../../usecases/statement/visible-partner.ts';
import { entityTag, revisionSeen } from '../if-match.ts';
import { payeeAnswer } from '../payout-wire.ts';

/** New bank details, masked. */
export const draftPayee = operation(payoutRoutes.draftPayee, async ({ deps, caller, parameters, body, headers }) => {
  const { merchantId, subject: by } = caller;
  const owner = partnerOwner(await visiblePartner(deps, caller, parameters.partnerId));
  const seen = revisionSeen(headers['if-match'], 'payee.edited');
  const payee = await draft(deps, { merchantId, owner, account: body, sending: null, by, seen });
  return { headers: { etag: entityTag(payee.revision) }, body: payeeAnswer(payee) };
});

export const handler = draftPayee.handlerOn(awsHost);

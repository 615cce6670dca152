import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { partnerOwner, sharedWith } from '../../usecases/payout/payee-change.ts';
import { visiblePartner } from '../../usecases/statement/visible-partner.ts';
import { entityTag } from '../if-match.ts';
import { pageOf } from '../page.ts';
import { payeeAnswer } from '../payout-wire.ts';

/** All versions, oldest first; who else gave the same account is for the merchant's people only. */
export const listPayees = operation(payoutRoutes.listPayees, async ({ deps, caller, parameters, query }) => {
  const owner = partnerOwner(await visiblePartner(deps, caller, parameters.partnerId));
  const payees = await deps.stores.payees.payees(caller.merchantId, owner);
  const { items, next } = pageOf(payees, query, ({ revision }) => `${revision}`);
  const answers = items.map(async (payee) => {
    if (caller.partnerId !== null) return payeeAnswer(payee);
    return { ...payeeAnswer(payee), sharedWith: await sharedWith(deps, caller.merchantId, payee) };
  });
  const headers = { etag: entityTag(payees.at(-1)?.revision ?? 0) };
  return { headers, body: { payees: await Promise.all(answers), next } };
});

export const handler = listPayees.handlerOn(awsHost);

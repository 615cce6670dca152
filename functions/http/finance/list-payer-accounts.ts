import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { programOwner } from '../../usecases/payout/payee-change.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { entityTag } from '../if-match.ts';
import { pageOf } from '../page.ts';
import { payeeAnswer } from '../payout-wire.ts';

/** All versions, oldest first. */
export const listPayerAccounts = operation(payoutRoutes.listPayerAccounts, async ({ deps, scope, query }) => {
  const { merchantId, programId } = await programOf(deps, scope);
  const payees = await deps.stores.payees.payees(merchantId, programOwner(programId));
  const { items, next } = pageOf(payees, query, ({ revision }) => `${revision}`);
  const headers = { etag: entityTag(payees.at(-1)?.revision ?? 0) };
  return { headers, body: { payerAccounts: items.map(payeeAnswer), next } };
});

export const handler = listPayerAccounts.handlerOn(awsHost);

import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { accountHistory } from '../../usecases/ledger/account-history.ts';
import { amount, instant } from '../wire.ts';

/** The entries of an account with the balance after each. */
export const readAccountHistory = operation(ledgerRoutes.readAccountHistory, async ({ deps, scope, query }) => {
  const { account, bookedOn = null, effectiveAt = null, limit = null, cursor = null } = query;
  const page = await accountHistory(deps, { scope, account, asOf: { bookedOn, effectiveAt }, limit, cursor });
  const entries = page.rows.map(({ entry, changes }) => ({
    ...{ entryId: entry.entryId, kind: entry.kind, partnerId: entry.partnerId, periodId: entry.periodId },
    ...{ bookedOn: entry.bookedOn, effectiveAt: instant(entry.effectiveAt) },
    changes: changes.map(({ currency, changeMinor, balanceMinor }) => ({
      change: amount(changeMinor, currency),
      balance: amount(balanceMinor, currency),
    })),
  }));
  const balances = [...page.balances].map(([currency, minor]) => amount(minor, currency));
  return { body: { account, entries, balances, next: page.next } };
});

export const handler = readAccountHistory.handlerOn(awsHost);

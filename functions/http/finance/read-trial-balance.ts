import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { trialBalance } from '../../usecases/ledger/trial-balance.ts';
import { amount, clearingAnswer } from '../wire.ts';

/** Every account with its balance, money in less money out; those of a currency sum to zero. */
export const readTrialBalance = operation(ledgerRoutes.readTrialBalance, async ({ deps, scope, query }) => {
  const asOf = { bookedOn: query.bookedOn ?? null, effectiveAt: query.effectiveAt ?? null };
  const { balances, closedTo, clearing } = await trialBalance(deps, { scope, asOf });
  const accounts = [...balances].flatMap(([currency, own]) =>
    [...own].sort(byAccount).map(([account, minor]) => ({ account, balance: amount(minor, currency) })),
  );
  return { body: { closedTo, accounts, clearing: clearing.map(clearingAnswer) } };
});

const byAccount = ([a]: readonly [string, bigint], [b]: readonly [string, bigint]): number => (a < b ? -1 : 1);

export const handler = readTrialBalance.handlerOn(awsHost);

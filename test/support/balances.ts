import type { Account } from '../../domain/ledger/account.ts';
import type { AsOf, Balances } from '../../domain/ledger/balances.ts';
import { balancesIn, movementsIn } from '../../domain/ledger/balances.ts';
import type { Entry } from '../../domain/ledger/entry.ts';

/** What some entries moved into each account, less what they moved out. */
export function movementsOf(entries: Iterable<Entry>): ReadonlyMap<Account, bigint> {
  const { balances, add } = movementsIn();
  for (const entry of entries) add(entry);
  return balances;
}

/** Folds entries to balances, in whatever order they come. */
export function balancesOf(entries: Iterable<Entry>, asOf: AsOf): Balances {
  const { balances, add } = balancesIn(asOf);
  for (const entry of entries) add(entry);
  return balances;
}

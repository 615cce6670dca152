import type { Account } from './account.ts';
import type { Entry } from './entry.ts';

/** What entries of a run moved into each account, less what they moved out, in the program's currency. */
export function movementsOf(entries: Iterable<Entry>): ReadonlyMap<Account, bigint> {
  const balances = new Map<Account, bigint>();
  for (const { postings } of entries) {
    for (const { from, to, amountMinor, currency } of postings) {
      if (currency !== undefined) continue;
      balances.set(from, (balances.get(from) ?? 0n) - amountMinor);
      balances.set(to, (balances.get(to) ?? 0n) + amountMinor);
    }
  }
  return balances;
}

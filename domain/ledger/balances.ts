import type { Account, Entry } from './entry.ts';

/** What entries moved into each account, less what they moved out: from nothing, the balances. */
export function movementsOf(entries: Iterable<Entry>): ReadonlyMap<Account, bigint> {
  const balances = new Map<Account, bigint>();
  for (const { postings } of entries) {
    for (const { from, to, amountMinor } of postings) {
      balances.set(from, (balances.get(from) ?? 0n) - amountMinor);
      balances.set(to, (balances.get(to) ?? 0n) + amountMinor);
    }
  }
  return balances;
}

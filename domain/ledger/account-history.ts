import type { Currency } from '../money/currency.ts';
import type { Account } from './account.ts';
import type { AsOf } from './balances.ts';
import { isWithin } from './balances.ts';
import type { Entry } from './entry.ts';

/** What an entry did to one account, and the balance after it; each in a currency. */
export interface AccountChange {
  readonly currency: Currency;
  /** Money in less money out. */
  readonly changeMinor: bigint;
  readonly balanceMinor: bigint;
}

/** An entry as one account saw it. */
export interface AccountRow {
  readonly entry: Entry;
  readonly changes: readonly AccountChange[];
}

interface History {
  readonly balances: ReadonlyMap<Currency, bigint>;
  /** Null where the entry does not touch the account, or comes later than asked for. */
  readonly add: (entry: Entry) => AccountRow | null;
}

/** The history of an account, entry by entry, from the balances before the first. */
export function historyOf(account: Account, asOf: AsOf, before: ReadonlyMap<Currency, bigint>): History {
  const balances = new Map(before);
  const add = (entry: Entry): AccountRow | null => {
    if (!isWithin(entry, asOf)) return null;
    const moved = new Map<Currency, bigint>();
    for (const { from, to, amountMinor, currency = entry.currency } of entry.postings) {
      if (from !== account && to !== account) continue;
      moved.set(currency, (moved.get(currency) ?? 0n) + (to === account ? amountMinor : -amountMinor));
    }
    if (moved.size === 0) return null;
    const changes = [...moved].map(([currency, changeMinor]): AccountChange => {
      const balanceMinor = (balances.get(currency) ?? 0n) + changeMinor;
      balances.set(currency, balanceMinor);
      return { currency, changeMinor, balanceMinor };
    });
    return { entry, changes };
  };
  return { balances, add };
}

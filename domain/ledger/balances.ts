import type { Currency } from '../money/currency.ts';
import type { Instant } from '../time.ts';
import type { Account } from './account.ts';
import type { Entry, Posting } from './entry.ts';

/** What entries of a run moved into each account, less what they moved out, in the program's currency; grows with each. */
export function movementsIn(): {
  readonly balances: ReadonlyMap<Account, bigint>;
  readonly add: (entry: Entry) => void;
} {
  const balances = new Map<Account, bigint>();
  const add = ({ postings }: Entry): void => {
    for (const posting of postings) if (posting.currency === undefined) move(balances, posting);
  };
  return { balances, add };
}

/** By currency and account: what came in less what went out. Those of a currency sum to zero. */
export type Balances = ReadonlyMap<Currency, ReadonlyMap<Account, bigint>>;

/** Up to which booking date and which instant of effect a balance is asked for; null: all of them. */
export interface AsOf {
  readonly bookedOn: string | null;
  readonly effectiveAt: Instant | null;
}

/** Whether an entry was booked and took effect by then. */
export function isWithin(entry: Entry, { bookedOn, effectiveAt }: AsOf): boolean {
  if (bookedOn !== null && entry.bookedOn > bookedOn) return false;
  return effectiveAt === null || entry.effectiveAt <= effectiveAt;
}

/** Balances that grow with each entry that is added. */
interface Fold {
  readonly balances: Balances;
  readonly add: (entry: Entry) => void;
}

/** An empty fold; what was booked or took effect later than asked for does not count. */
export function balancesIn(asOf: AsOf): Fold {
  const balances = new Map<Currency, Map<Account, bigint>>();
  const add = (entry: Entry): void => {
    if (!isWithin(entry, asOf)) return;
    for (const posting of entry.postings) {
      const { currency = entry.currency } = posting;
      const accounts = balances.get(currency) ?? new Map<Account, bigint>();
      balances.set(currency, accounts);
      move(accounts, posting);
    }
  };
  return { balances, add };
}

function move(accounts: Map<Account, bigint>, { from, to, amountMinor }: Posting): void {
  accounts.set(from, (accounts.get(from) ?? 0n) - amountMinor);
  accounts.set(to, (accounts.get(to) ?? 0n) + amountMinor);
}

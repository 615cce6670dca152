import { canonical } from '../../domain/integrity/canonical.ts';
import type { Account } from '../../domain/ledger/account.ts';
import { checkBookedOn } from '../../domain/ledger/booking-invariants.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { LedgerStore } from '../../functions/store/ledger-store.ts';

/** Watches a ledger from outside: what was posted, in what order, and what that makes of every account. */
export interface LedgerWatch {
  readonly store: LedgerStore;
  readonly balances: ReadonlyMap<Account, bigint>;
  readonly entries: readonly Entry[];
  /** Per conversion and partner: what it has cost the merchant so far. */
  readonly costs: ReadonlyMap<string, bigint>;
  /** What is wrong with what was posted since the last look, in words. */
  readonly faults: () => readonly string[];
}

export const costKey = (conversionId: string, partnerId: string): string => JSON.stringify([conversionId, partnerId]);

export function watchLedger(inner: LedgerStore): LedgerWatch {
  const balances = new Map<Account, bigint>();
  const costs = new Map<string, bigint>();
  const entries: Entry[] = [];
  const texts = new Map<string, string>();
  let found: string[] = [];
  const move = (account: Account, minor: bigint): void => {
    const balance = (balances.get(account) ?? 0n) + minor;
    balances.set(account, balance);
    if (balance < 0n && /\/(?:held|in-payout)$/.test(account)) found.push(`${account} is ${balance}`);
  };
  const take = (entry: Entry): void => {
    const text = canonical(entry);
    const before = texts.get(entry.entryId);
    if (before !== undefined) found.push(`${entry.entryId} was created twice${before === text ? '' : ', differently'}`);
    texts.set(entry.entryId, text);
    entries.push(entry);
    found.push(...checkBookedOn(entry));
    if (entry.postings.length === 0) found.push(`${entry.entryId} moves nothing`);
    for (const { from, to, amountMinor } of entry.postings) {
      if (amountMinor <= 0n) found.push(`${entry.entryId} moves ${amountMinor}`);
      if (from === to) found.push(`${entry.entryId} moves from ${from} to itself`);
      // In first and out after, so that an entry is judged as a whole.
      move(to, amountMinor);
      move(from, -amountMinor);
    }
    const { cause, partnerId } = entry;
    if (cause.type !== 'conversion') return;
    const key = costKey(cause.conversionId, partnerId);
    for (const { from, to, amountMinor } of entry.postings) {
      if (from === 'expense/commission') costs.set(key, (costs.get(key) ?? 0n) + amountMinor);
      if (to === 'expense/commission') costs.set(key, (costs.get(key) ?? 0n) - amountMinor);
    }
  };
  return {
    store: {
      ...inner,
      post: async (entry) => {
        const outcome = await inner.post(entry);
        if (outcome === 'created') take(entry);
        return outcome;
      },
    },
    balances,
    entries,
    costs,
    faults: () => {
      const now = found;
      found = [];
      return now;
    },
  };
}

import { canonical } from '../../domain/integrity/canonical.ts';
import type { Account } from '../../domain/ledger/account.ts';
import { checkBookedOn } from '../../domain/ledger/booking-invariants.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { LedgerStore } from '../../functions/store/ledger-store.ts';

/** Watches a ledger from outside: what was posted, in what order, and what that makes of every account. */
export interface LedgerWatch {
  readonly store: LedgerStore;
  /** By account, of the program's currency; of another one by `balanceName`. */
  readonly balances: ReadonlyMap<string, bigint>;
  readonly entries: readonly Entry[];
  /** Per conversion and partner: what it has cost the merchant so far. */
  readonly costs: ReadonlyMap<string, bigint>;
  /** What is wrong with what was posted since the last look, in words. */
  readonly faults: () => readonly string[];
}

const NEVER_NEGATIVE = /\/(?:held|in-payout)$/;

/** What a balance is kept under: the account, with the currency where that is not the program's. */
export const balanceName = (account: Account, other: string | undefined): string =>
  other === undefined ? account : `${account} ${other}`;

export const costKey = (conversionId: string, partnerId: string): string => JSON.stringify([conversionId, partnerId]);

export function watchLedger(inner: LedgerStore): LedgerWatch {
  const balances = new Map<string, bigint>();
  const costs = new Map<string, bigint>();
  const entries: Entry[] = [];
  const texts = new Map<string, string>();
  let found: string[] = [];
  const move = (account: Account, minor: bigint, currency: string | undefined): void => {
    const name = balanceName(account, currency);
    balances.set(name, (balances.get(name) ?? 0n) + minor);
  };
  const take = (entry: Entry): void => {
    const text = canonical(entry);
    const before = texts.get(entry.entryId);
    if (before !== undefined) found.push(`${entry.entryId} was created twice${before === text ? '' : ', differently'}`);
    texts.set(entry.entryId, text);
    entries.push(entry);
    found.push(...checkBookedOn(entry));
    if (entry.postings.length === 0) found.push(`${entry.entryId} moves nothing`);
    for (const { from, to, amountMinor, currency } of entry.postings) {
      if (amountMinor <= 0n) found.push(`${entry.entryId} moves ${amountMinor}`);
      if (from === to) found.push(`${entry.entryId} moves from ${from} to itself`);
      move(to, amountMinor, currency);
      move(from, -amountMinor, currency);
    }
    // After all its postings, so that an entry is judged as a whole.
    for (const { from, to, currency } of entry.postings) {
      for (const name of [from, to].filter((account) => NEVER_NEGATIVE.test(account))) {
        const balance = balances.get(balanceName(name, currency)) ?? 0n;
        if (balance < 0n) found.push(`${balanceName(name, currency)} is ${balance}`);
      }
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

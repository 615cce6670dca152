import type { PartnerId, PeriodId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import { byText } from '../text-order.ts';
import { DAY_MS } from '../time.ts';
import type { Account } from './account.ts';
import { bucketOf } from './account.ts';
import type { AsOf } from './balances.ts';
import { isWithin } from './balances.ts';
import type { Entry } from './entry.ts';

/** How long something has been open, in days, as lists divide it. */
export const AGES = ['0-7', '8-30', '>30'] as const;
/** Days that something has been open. */
export type Age = (typeof AGES)[number];

/** The age of what has been open for so many days. */
export function ageOf(days: number): Age {
  return days <= 7 ? '0-7' : days <= 30 ? '8-30' : '>30';
}

/** What one payout left open on an account that should come back to zero; minor units of `currency`, money in less money out. */
export interface ClearingItem {
  readonly account: Account;
  readonly currency: Currency;
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly balanceMinor: bigint;
  /** The booking date on which it was last zero no longer. */
  readonly since: string;
  readonly days: number;
  readonly age: Age;
}

/** Money under way, between two currencies, or left over by an exchange: nothing is meant to stay there. */
export function isClearing(account: Account): boolean {
  return account === 'fx' || account === 'rounding' || bucketOf(account)?.bucket === 'in-payout';
}

/** Open items of the clearing accounts, gathered entry by entry; those of an account and currency sum to its balance. */
interface Clearing {
  readonly add: (entry: Entry) => void;
  /** Oldest first, as of a business date. */
  readonly items: (on: string) => readonly ClearingItem[];
}

type Key = Pick<ClearingItem, 'account' | 'currency' | 'partnerId' | 'periodId'>;

interface Kept {
  readonly key: Key;
  readonly moves: { readonly bookedOn: string; readonly minor: bigint }[];
}

/** A partner has one payout a period, so that account, currency, partner and period name an item. */
export function clearingIn(asOf: AsOf): Clearing {
  const kept = new Map<string, Kept>();
  const move = (key: Key, bookedOn: string, minor: bigint): void => {
    const name = JSON.stringify([key.account, key.currency, key.partnerId, key.periodId]);
    const own = kept.get(name) ?? { key, moves: [] };
    kept.set(name, own);
    own.moves.push({ bookedOn, minor });
  };
  return {
    add: (entry) => {
      if (!isWithin(entry, asOf)) return;
      const { partnerId, periodId, bookedOn } = entry;
      for (const { from, to, amountMinor, currency = entry.currency } of entry.postings) {
        if (isClearing(from)) move({ account: from, currency, partnerId, periodId }, bookedOn, -amountMinor);
        if (isClearing(to)) move({ account: to, currency, partnerId, periodId }, bookedOn, amountMinor);
      }
    },
    items: (on) =>
      [...kept.values()]
        .flatMap((own) => itemOf(own, on))
        .sort((a, b) => b.days - a.days || byText(nameOf(a), nameOf(b))),
  };
}

function itemOf({ key, moves }: Kept, on: string): readonly ClearingItem[] {
  let balanceMinor = 0n;
  let since = '';
  for (const [bookedOn, changes] of [...byDay(moves)].sort(([a], [b]) => byText(a, b))) {
    if (comesToZero(balanceMinor, changes)) since = bookedOn;
    balanceMinor += sumOf(changes);
  }
  if (balanceMinor === 0n) return [];
  const days = Math.max(0, Math.floor((Date.parse(on) - Date.parse(since)) / DAY_MS));
  return [{ ...key, balanceMinor, since, days, age: ageOf(days) }];
}

/** Within a day there is no order: what settles the balance counts before what opens it anew, as a transfer does before its return. */
function comesToZero(balanceMinor: bigint, changes: readonly bigint[]): boolean {
  return (
    balanceMinor === 0n || balanceMinor + sumOf(changes.filter((minor) => minor < 0n !== balanceMinor < 0n)) === 0n
  );
}

const sumOf = (changes: readonly bigint[]): bigint => changes.reduce((sum, minor) => sum + minor, 0n);

function byDay(moves: Kept['moves']): ReadonlyMap<string, readonly bigint[]> {
  const days = new Map<string, bigint[]>();
  for (const { bookedOn, minor } of moves) {
    const changes = days.get(bookedOn);
    if (changes) changes.push(minor);
    else days.set(bookedOn, [minor]);
  }
  return days;
}

function nameOf({ account, currency, partnerId, periodId }: ClearingItem): string {
  return `${periodId} ${account} ${currency} ${partnerId}`;
}

import type { Account } from './account.ts';
import type { Posting } from './entry.ts';

/** A signed amount from one account to another: a negative one goes the other way, and nothing is no posting. */
export function postingsBetween(from: Account, to: Account, signedMinor: bigint): readonly Posting[] {
  if (signedMinor === 0n) return [];
  return signedMinor > 0n
    ? [{ from, to, amountMinor: signedMinor }]
    : [{ from: to, to: from, amountMinor: -signedMinor }];
}

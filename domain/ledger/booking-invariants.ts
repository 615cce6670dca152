import type { PartnerId } from '../ids.ts';
import { EXPENSE, partnerAccount } from './account.ts';
import type { Entry } from './entry.ts';
import { isRunEntry } from './entry.ts';

/**
 * No entry has a booking date inside a closed period: a run books within its own period, and what is done after a close, on a
 * day after it. What takes effect earlier keeps that date beside.
 */
export function checkBookedOn({ entryId, kind, periodId, bookedOn }: Entry): readonly string[] {
  const month = bookedOn.slice(0, periodId.length);
  if (isRunEntry({ kind }))
    return month === periodId ? [] : [`${entryId} of the run of ${periodId} is booked on ${bookedOn}`];
  return month > periodId
    ? []
    : [`${entryId} is booked on ${bookedOn}, within the books of ${periodId} that are closed`];
}

/** What a partner is owed from one close to the next. */
export interface CarriedBalance {
  readonly partnerId: PartnerId;
  readonly openingMinor: bigint;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
}

/** What entries took from a partner's payable back to where it had come from: the one way in which debt begins or grows. */
export function takenBackBy({ postings, partnerId }: Entry): bigint {
  const payable = partnerAccount(partnerId, 'payable');
  let minor = 0n;
  for (const { from, to, amountMinor } of postings) {
    if (from === payable && (to === EXPENSE || to === 'equity/opening')) minor += amountMinor;
  }
  return minor;
}

/** Payable is negative only by debt that was taken over or taken back, and nothing is paid out of it. */
export function checkDebt(partner: CarriedBalance, takenBackMinor: bigint): readonly string[] {
  const { partnerId, openingMinor, payableMinor, payoutMinor } = partner;
  if (payableMinor >= 0n) return [];
  const faults: string[] = [];
  if (payoutMinor !== 0n) faults.push(`${partnerId} owes ${-payableMinor} and is paid ${payoutMinor}`);
  const grownMinor = (openingMinor < 0n ? openingMinor : 0n) - payableMinor;
  if (grownMinor > takenBackMinor) {
    faults.push(`${partnerId} owes ${grownMinor} more than before, and ${takenBackMinor} were taken back`);
  }
  return faults;
}

/** What a close leaves is what the next begins with, debt and carry-forward alike: nothing is dropped, nothing appears. */
export function checkCarriedOn(
  partnerId: PartnerId,
  before: CarriedBalance | null,
  after: CarriedBalance | null,
): readonly string[] {
  const leftMinor = before === null ? 0n : before.payableMinor - before.payoutMinor;
  const openingMinor = after?.openingMinor ?? 0n;
  if (leftMinor === openingMinor) return [];
  return [`${partnerId} was left with ${leftMinor} by the last close and begins with ${openingMinor}`];
}

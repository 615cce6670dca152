import type { PartnerId } from '../ids.ts';
import type { Account } from './account.ts';
import type { Entry } from './entry.ts';

/** A partner's figures of a period that the ledger must show. */
export interface PartnerBalances {
  readonly partnerId: PartnerId;
  readonly openingHeldMinor: bigint;
  readonly heldMinor: bigint;
  readonly openingMinor: bigint;
  readonly payableMinor: bigint;
  readonly openingReserveMinor: bigint;
  readonly reserveMinor: bigint;
}

/**
 * Holds a partner's figures against what the period's entries moved, before the payout: held and payable must have gone from
 * opening to closing by exactly the entries. Gives what is wrong, in words; nothing when all is well.
 */
export function checkBooks(partner: PartnerBalances, moved: ReadonlyMap<Account, bigint>): readonly string[] {
  const { partnerId } = partner;
  const faults: string[] = [];
  const held = partner.openingHeldMinor + (moved.get(`partner/${partnerId}/held`) ?? 0n);
  const inPayout = moved.get(`partner/${partnerId}/in-payout`) ?? 0n;
  const payable = partner.openingMinor + (moved.get(`partner/${partnerId}/payable`) ?? 0n) + inPayout;
  if (held !== partner.heldMinor)
    faults.push(`${partnerId} held is ${held} by entries, ${partner.heldMinor} by the run`);
  if (held < 0n) faults.push(`${partnerId} held is negative: ${held}`);
  const reserve = partner.openingReserveMinor + (moved.get(`partner/${partnerId}/reserve`) ?? 0n);
  if (reserve !== partner.reserveMinor) {
    faults.push(`${partnerId} reserve is ${reserve} by entries, ${partner.reserveMinor} by the run`);
  }
  if (reserve < 0n) faults.push(`${partnerId} reserve is negative: ${reserve}`);
  if (payable !== partner.payableMinor) {
    faults.push(`${partnerId} payable is ${payable} by entries, ${partner.payableMinor} by the run`);
  }
  return faults;
}

/** Every posting moves a positive amount between two different accounts, and no entry is empty. */
export function checkEntry(entry: Entry): readonly string[] {
  const faults: string[] = [];
  if (entry.postings.length === 0) faults.push(`${entry.entryId} has no posting`);
  for (const { from, to, amountMinor } of entry.postings) {
    if (amountMinor <= 0n) faults.push(`${entry.entryId} moves ${amountMinor} from ${from} to ${to}`);
    if (from === to) faults.push(`${entry.entryId} moves from ${from} to itself`);
  }
  return faults;
}

import type { ConversionId, PartnerId } from '../ids.ts';
import type { Account } from '../ledger/account.ts';
import { EXPENSE, partnerAccount } from '../ledger/account.ts';
import type { Entry } from '../ledger/entry.ts';
import { entryIdOf } from '../ledger/entry-id.ts';
import type { Instant } from '../time.ts';

/** What an entry made payable, or took back from payable (negative). */
export interface Movement {
  readonly amountMinor: bigint;
  /** The id, without its period, of the entry that made it payable; null: what an adjustment takes back is of none. */
  readonly origin: string | null;
  /** The adjustment that takes back, and when it takes effect. */
  readonly adjusted?: { readonly adjustmentId: string; readonly effectiveAt: Instant } | undefined;
}

/**
 * What a period's entries newly fix for a partner: what came into payable from held or from the expense, and what went from there
 * back to the expense. Opening balances, reserves and payouts move what was fixed before, so they are not among it; nor is a debt
 * that is let go, for which nobody supplied anything.
 */
export function fixedMovements(entries: Iterable<Entry>, partnerId: PartnerId): readonly Movement[] {
  const payable = partnerAccount(partnerId, 'payable');
  const sources: readonly Account[] = [EXPENSE, partnerAccount(partnerId, 'held')];
  const movements: Movement[] = [];
  for (const entry of entries) {
    const { cause } = entry;
    if (cause.type === 'adjustment' && cause.reason === 'debt-write-off') continue;
    for (const { from, to, amountMinor } of entry.postings) {
      if (to === payable && sources.includes(from)) movements.push({ amountMinor, origin: withoutPeriod(entry) });
      if (from === payable && to === EXPENSE) {
        movements.push({ amountMinor: -amountMinor, ...originOf(entry) });
      }
    }
  }
  return movements;
}

/** What a period's entries fix for a partner less what they take back: the consideration that its document is about. */
export function suppliedIn(entries: Iterable<Entry>, partnerId: PartnerId): bigint {
  let suppliedMinor = 0n;
  for (const { amountMinor } of fixedMovements(entries, partnerId)) suppliedMinor += amountMinor;
  return suppliedMinor;
}

function withoutPeriod({ entryId, periodId }: Entry): string {
  return entryId.slice(periodId.length + 1);
}

/** The end of the ids of the entries that fixed what this one takes back, or the adjustment that it is. */
function originOf({ cause, partnerId, effectiveAt }: Entry): Omit<Movement, 'amountMinor'> {
  switch (cause.type) {
    case 'conversion':
      return { origin: releaseOf(cause.conversionId, partnerId) };
    case 'bonus':
      return { origin: entryIdOf('bonus', cause.bonusId, cause.window, partnerId) };
    case 'override':
      return { origin: entryIdOf('override', cause.recruitedPartnerId, cause.level, partnerId) };
    case 'adjustment':
      return { origin: null, adjusted: { adjustmentId: cause.adjustmentId, effectiveAt } };
    default:
      return { origin: null };
  }
}

/** The debt of a partner that a payout of the period is less by: what it began with, and what was taken over from other books. */
export function debtCarriedIn(openingMinor: bigint, entries: Iterable<Entry>, partnerId: PartnerId): bigint {
  const payable: Account = partnerAccount(partnerId, 'payable');
  let balanceMinor = openingMinor;
  for (const { kind, postings } of entries) {
    if (kind !== 'opening') continue;
    for (const { from, to, amountMinor } of postings) {
      if (to === payable) balanceMinor += amountMinor;
      if (from === payable) balanceMinor -= amountMinor;
    }
  }
  return balanceMinor < 0n ? -balanceMinor : 0n;
}

/** The end of the ids of the entries that release what a conversion earned a partner. */
export const releaseOf = (conversionId: ConversionId, partnerId: PartnerId): string =>
  entryIdOf('release', conversionId, partnerId);

/** What comes into payable by movements, without what goes out. */
export function fixedIn(movements: readonly Movement[]): bigint {
  let fixedMinor = 0n;
  for (const { amountMinor } of movements) if (amountMinor > 0n) fixedMinor += amountMinor;
  return fixedMinor;
}

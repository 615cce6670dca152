import { assertNever } from '../errors.ts';
import type { PartnerId } from '../ids.ts';
import { EXPENSE, partnerAccount } from '../ledger/account.ts';
import type { Entry, Posting } from '../ledger/entry.ts';
import { entryIdOf } from '../ledger/entry-id.ts';
import { postingsBetween } from '../ledger/postings-between.ts';
import type { Period } from './calendar.ts';
import type { Movement } from './movements.ts';
import type { PartnerResult } from './partner-result.ts';
import type { OwnFields } from './run-entry.ts';
import { runEntry } from './run-entry.ts';
import type { ProgramTerms } from './terms.ts';

/** The entries of what people decided, and of what is kept back; none for what came to nothing. */
export function movementEntries(partner: PartnerResult, period: Period, terms: ProgramTerms): readonly Entry[] {
  const { partnerId } = partner;
  return partner.movements.flatMap((movement) => {
    const { kind, parts, effectiveAt, cause } = ownOf(movement, period);
    const postings = movedPostings(partnerId, movement);
    if (postings.length === 0) return [];
    const entryId = entryIdOf(period.periodId, kind, ...parts, partnerId);
    return [runEntry({ entryId, kind, partnerId, effectiveAt, cause, postings }, period, terms)];
  });
}

function ownOf(
  movement: Movement,
  { start, end, periodId }: Period,
): Pick<OwnFields, 'kind' | 'effectiveAt' | 'cause'> & { readonly parts: readonly string[] } {
  switch (movement.type) {
    case 'opening':
    case 'opening-release': {
      const { importId } = movement.opening;
      const isTaken = movement.type === 'opening';
      const kind = isTaken ? 'opening' : 'release';
      const parts = isTaken ? [importId] : ['opening', importId];
      const effectiveAt = 'until' in movement.opening ? movement.opening.until : start;
      return { kind, parts, effectiveAt, cause: { type: 'opening', importId } };
    }
    case 'adjustment': {
      const { adjustmentId, reason, effectiveAt } = movement.adjustment;
      return {
        kind: 'adjustment',
        parts: [adjustmentId],
        effectiveAt,
        cause: { type: 'adjustment', adjustmentId, reason },
      };
    }
    case 'reserve':
    case 'reserve-release': {
      const { keptIn, until } = movement.reserve;
      const effectiveAt = keptIn === periodId ? end : until;
      return { kind: 'reserve', parts: [keptIn], effectiveAt, cause: { type: 'reserve', keptIn } };
    }
    default:
      return assertNever(movement);
  }
}

/** Held and payable of a release, or payable and reserve, move against each other; anything else against one other account. */
function movedPostings(partnerId: PartnerId, movement: Movement): readonly Posting[] {
  const held = partnerAccount(partnerId, 'held');
  const payable = partnerAccount(partnerId, 'payable');
  switch (movement.type) {
    case 'opening':
      return [
        ...postingsBetween('equity/opening', held, movement.heldMinor),
        ...postingsBetween('equity/opening', payable, movement.payableMinor),
      ];
    case 'opening-release':
      return postingsBetween(held, payable, movement.payableMinor);
    case 'adjustment':
      return postingsBetween(EXPENSE, payable, movement.payableMinor);
    case 'reserve':
    case 'reserve-release':
      return postingsBetween(partnerAccount(partnerId, 'reserve'), payable, movement.payableMinor);
    default:
      return assertNever(movement);
  }
}

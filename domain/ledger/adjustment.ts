import type { ConversionId, PartnerId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { AdjustmentReason } from './adjustment-reason.ts';

/** What an adjustment is about, where it is about something that is known. */
export type AdjustmentReference =
  | { readonly type: 'conversion'; readonly conversionId: ConversionId }
  | { readonly type: 'statement'; readonly statementId: string };

/** A change of what a partner is owed that one person drafted and another approved. */
export interface Adjustment {
  readonly adjustmentId: string;
  readonly partnerId: PartnerId;
  /** Minor units of the program's currency: more is owed when positive. */
  readonly amountMinor: bigint;
  /** It stands in the books of the period that is open when it is approved, and keeps this date. */
  readonly effectiveAt: Instant;
  readonly reason: AdjustmentReason;
  /** For the partner to read. */
  readonly text: string;
  readonly reference: AdjustmentReference | null;
  readonly draftedBy: string;
  readonly approvedBy: string;
}

/** What a partner was owed before the program moved in, as it was imported and approved. */
export interface OpeningBalance {
  readonly importId: string;
  readonly partnerId: PartnerId;
  readonly heldMinor: bigint;
  /** The close whose cutoff is at or after this instant makes the held part payable; null: nothing is held. */
  readonly heldUntil: Instant | null;
  /** Debt when negative. */
  readonly payableMinor: bigint;
}

/** What people decided about one partner, in the books of the period that took it up. */
export interface PeopleDecisions {
  readonly adjustments: readonly Adjustment[];
  readonly openings: readonly OpeningBalance[];
}

/** Of a partner about whom nobody decided anything. */
export const NO_DECISIONS: PeopleDecisions = { adjustments: [], openings: [] };

/** What people decided, by partner. */
export function decisionsByPartner(
  adjustments: Iterable<Adjustment>,
  openings: Iterable<OpeningBalance>,
): ReadonlyMap<PartnerId, PeopleDecisions> {
  const byPartner = new Map<PartnerId, { readonly adjustments: Adjustment[]; readonly openings: OpeningBalance[] }>();
  const of = (partnerId: PartnerId) => {
    const own = byPartner.get(partnerId) ?? { adjustments: [], openings: [] };
    byPartner.set(partnerId, own);
    return own;
  };
  for (const adjustment of adjustments) of(adjustment.partnerId).adjustments.push(adjustment);
  for (const opening of openings) of(opening.partnerId).openings.push(opening);
  return byPartner;
}

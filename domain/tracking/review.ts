import type { ConversionId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** Why the merchant rejects a conversion, as partners read it; an approval needs no reason. */
export const REJECTION_REASONS = [
  'cancelled',
  'returned',
  'not-paid',
  'duplicate',
  'invalid-lead',
  'outside-terms',
  'fraud',
  'test',
  'other',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** What the merchant decided about a conversion, once and for good: the first decision stands. */
export interface Review {
  readonly conversionId: ConversionId;
  readonly outcome: 'approved' | 'rejected';
  /** Null for an approval. */
  readonly reasonCode: RejectionReason | null;
  /** Who decided, by the token's subject. */
  readonly by: string;
  readonly at: Instant;
}

/** The deadline of a review that passed without a decision. It rejects nothing. */
export interface OverdueReview {
  readonly conversionId: ConversionId;
  readonly deadline: Instant;
}

/** The one that stands of two decisions about a conversion: the earlier, and of two at one instant the rejection. */
export function standing(first: Review | undefined, second: Review): Review {
  if (first === undefined || second.at < first.at) return second;
  return first.at === second.at && first.outcome === 'approved' ? second : first;
}

import type { Attachment, WonDeal } from '../deal/deal.ts';
import type { ConversionId, PartnerId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Instant } from '../time.ts';
import type { ConversionKind } from '../tracking/conversion.ts';

/** An accepted claim becomes a conversion under its own id. */
export type ClaimId = string;

/** Why a claim is rejected, as its partner reads it. */
export const CLAIM_REJECTIONS = [
  'not-found',
  'already-counted',
  'other-partner',
  'cancelled',
  'outside-terms',
  'not-proven',
  'rejection-stands',
  'fraud',
  'other',
] as const;
export type ClaimRejection = (typeof CLAIM_REJECTIONS)[number];

/** What a partner says is missing, or was rejected wrongly, and what it shows for it. */
export type ClaimContent = {
  readonly text: string;
  /** Documents that lie elsewhere. */
  readonly evidence: readonly Attachment[];
} & (
  | {
      readonly kind: 'missing-conversion';
      /** The merchant's number of the order, as the customer has it. */
      readonly order: string;
      readonly occurredAt: Instant;
      readonly expected: { readonly amountMinor: bigint; readonly currency: Currency } | null;
      readonly clickId: string | null;
    }
  | {
      /** Against the rejection of a conversion by a review, or of the partner's touchpoint by the screening. */
      readonly kind: 'appeal';
      readonly conversionId: ConversionId;
    }
);

/** What an accepted claim becomes: a conversion of its partner, with what was sold. */
export interface ClaimedSale extends WonDeal {
  readonly kind: ConversionKind;
}

/** One thing that happened to a claim. Steps are added and never changed; together they are its history. */
export type ClaimStep = {
  readonly claimId: ClaimId;
  /** Counts from 1 on. */
  readonly sequence: number;
  readonly partnerId: PartnerId;
  readonly at: Instant;
  /** The token's subject; null where time did it. */
  readonly by: string | null;
} & (
  | {
      readonly kind: 'filed';
      /** The partner's own name for it. */
      readonly reference: string;
      readonly content: ClaimContent;
      readonly answerBy: Instant;
    }
  | { readonly kind: 'revised'; readonly content: ClaimContent }
  | { readonly kind: 'taken-up' }
  | { readonly kind: 'escalated' }
  | { readonly kind: 'accepted'; readonly sale: ClaimedSale }
  | { readonly kind: 'rejected'; readonly reason: ClaimRejection; readonly text: string | null }
  | { readonly kind: 'withdrawn' }
);

export type FiledStep = ClaimStep & { readonly kind: 'filed' };
export type AcceptedStep = ClaimStep & { readonly kind: 'accepted' };

/** A claim as its steps have left it. Whether its deadline has passed is the date's to say: ask `isEscalated`. */
export interface Claim {
  readonly claimId: ClaimId;
  readonly partnerId: PartnerId;
  readonly reference: string;
  readonly content: ClaimContent;
  /** How many steps there are. */
  readonly sequence: number;
  readonly filedAt: Instant;
  readonly filedBy: string | null;
  /** Until when the merchant is to answer. */
  readonly answerBy: Instant;
  readonly isEscalationTold: boolean;
  readonly state: ClaimState;
}

/** Where a claim stands, since when and by whose word. */
export type ClaimState =
  | { readonly status: 'filed' }
  | { readonly status: 'under-review'; readonly at: Instant; readonly by: string | null }
  | { readonly status: 'accepted'; readonly at: Instant; readonly sale: ClaimedSale }
  | { readonly status: 'rejected'; readonly at: Instant; readonly reason: ClaimRejection; readonly text: string | null }
  | { readonly status: 'withdrawn'; readonly at: Instant };

export type ClaimStatus = ClaimState['status'];

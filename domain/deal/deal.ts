import type { CustomerId, DealId, PartnerId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Instant } from '../time.ts';
import type { ConversionLine } from '../tracking/conversion.ts';

/** Why a registration is rejected, as its partner reads it. */
export const DEAL_REJECTIONS = [
  'already-registered',
  'existing-customer',
  'own-opportunity',
  'not-qualified',
  'incomplete',
  'outside-terms',
  'duplicate',
  'other',
] as const;
export type DealRejection = (typeof DEAL_REJECTIONS)[number];

/** Why a deal came to nothing. */
export const DEAL_LOSSES = ['price', 'competitor', 'no-budget', 'timing', 'no-response', 'product', 'other'] as const;
export type DealLoss = (typeof DEAL_LOSSES)[number];

/** Why a partner withdraws what it registered. */
export const DEAL_WITHDRAWALS = ['mistake', 'duplicate', 'not-pursued', 'other'] as const;
export type DealWithdrawal = (typeof DEAL_WITHDRAWALS)[number];

/** What is known of a lead or deal while it is open. */
export interface DealContent {
  /** A lead has no amount yet; it is revised into a deal. */
  readonly kind: 'lead' | 'deal';
  readonly companyName: string;
  /** As it was registered with a registrar: see `companyDomain`. */
  readonly domain: string | null;
  readonly country: string | null;
  /** In any currency; null for a lead. */
  readonly expected: { readonly amountMinor: bigint; readonly currency: Currency } | null;
  /** `YYYY-MM-DD`. */
  readonly expectedCloseOn: string | null;
  /** Whose it is when it is won; the shares sum to 1. One part: the whole is the partner's. */
  readonly parts: readonly DealPart[];
  readonly attachments: readonly Attachment[];
  readonly notes: string | null;
}

/** One partner's share of a deal. */
export interface DealPart {
  readonly partnerId: PartnerId;
  /** A decimal above 0 and up to 1. */
  readonly share: string;
}

/** A document that lies elsewhere; the hash says which version is meant. */
export interface Attachment {
  readonly name: string;
  /** `https://…` or `s3://bucket/key`. Nobody here opens it. */
  readonly location: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What was sold when a deal was won: the conversion that it becomes. */
export interface WonDeal {
  readonly occurredAt: Instant;
  readonly currency: Currency;
  readonly customerId: CustomerId | null;
  readonly country: string | null;
  readonly lines: readonly ConversionLine[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** That a similar registration is of another customer, in whose judgement and why. */
export interface Judgement {
  readonly dealId: DealId;
  readonly reason: string;
}

/** One thing that happened to a deal. Steps are added and never changed; together they are its history. */
export type DealStep = {
  readonly dealId: DealId;
  /** Counts from 1 on. */
  readonly sequence: number;
  /** Who registered it; the deal stays this partner's. */
  readonly partnerId: PartnerId;
  readonly at: Instant;
  /** The token's subject; null where time did it. */
  readonly by: string | null;
} & (
  | {
      readonly kind: 'registered';
      /** The partner's own name for it. */
      readonly reference: string;
      readonly content: DealContent;
      readonly stage: string;
      readonly decideBy: Instant;
    }
  | { readonly kind: 'revised'; readonly content: DealContent }
  | { readonly kind: 'escalated' }
  | { readonly kind: 'approved'; readonly protectedUntil: Instant; readonly judgements: readonly Judgement[] }
  | {
      readonly kind: 'rejected';
      readonly reason: DealRejection;
      readonly text: string | null;
      /** The registration that came first, where that is the reason. */
      readonly inFavourOf: DealId | null;
    }
  | { readonly kind: 'extended'; readonly protectedUntil: Instant; readonly reason: string }
  | { readonly kind: 'moved'; readonly stage: string; readonly owner: string | null }
  | { readonly kind: 'won'; readonly won: WonDeal; readonly parts: readonly DealPart[] }
  | { readonly kind: 'lost'; readonly reason: DealLoss; readonly text: string | null }
  | { readonly kind: 'withdrawn'; readonly reason: DealWithdrawal; readonly text: string | null }
  | { readonly kind: 'expired' }
);

export type RegisteredStep = DealStep & { readonly kind: 'registered' };
export type WonStep = DealStep & { readonly kind: 'won' };

/** A lead or deal as its steps have left it. Whether protection is over is the date's to say: ask `standingOf`. */
export interface Deal {
  readonly dealId: DealId;
  readonly partnerId: PartnerId;
  readonly reference: string;
  readonly content: DealContent;
  /** How many steps there are. */
  readonly sequence: number;
  /** When it was recorded: the first registered wins. */
  readonly registeredAt: Instant;
  readonly decideBy: Instant;
  readonly stage: string;
  /** The merchant's person in charge. */
  readonly owner: string | null;
  readonly isEscalationTold: boolean;
  readonly approval: Approval | null;
  readonly state: DealState;
}

/** How a deal was approved, and for how long its customer is protected. */
export interface Approval {
  readonly at: Instant;
  readonly by: string | null;
  /** First instant at which the customer is free again. */
  readonly protectedUntil: Instant;
  readonly judgements: readonly Judgement[];
  /** At most one. */
  readonly extension: { readonly at: Instant; readonly by: string | null; readonly reason: string } | null;
}

/** Where a deal stands by its steps; whether protection is over is the date's to say. */
export type DealState =
  | { readonly status: 'submitted' }
  | { readonly status: 'approved' }
  | {
      readonly status: 'rejected';
      readonly at: Instant;
      readonly reason: DealRejection;
      readonly text: string | null;
      readonly inFavourOf: DealId | null;
    }
  | { readonly status: 'won'; readonly at: Instant; readonly won: WonDeal }
  | { readonly status: 'lost'; readonly at: Instant; readonly reason: DealLoss; readonly text: string | null }
  | {
      readonly status: 'withdrawn';
      readonly at: Instant;
      readonly reason: DealWithdrawal;
      readonly text: string | null;
    }
  | { readonly status: 'expired'; readonly at: Instant };

export type DealStatus = DealState['status'];

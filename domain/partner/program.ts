import type { ClaimTerms } from '../claim/claim-terms.ts';
import type { DealTerms } from '../deal/deal-terms.ts';
import type { MerchantId, PartnerId, ProgramId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { PayoutTerms } from '../payout/payout-terms.ts';

/** A merchant's standing offer to partners: currency, zone, attribution and settlement. Its rules are its plans. */
export interface Program {
  readonly programId: ProgramId;
  readonly merchantId: MerchantId;
  readonly name: string;
  readonly currency: Currency;
  /** IANA zone of its business dates, e.g. `Asia/Tokyo`. */
  readonly timezone: string;
  readonly attribution: AttributionSettings;
  readonly settlement: Settlement;
  readonly tracking: TrackingSettings;
  /** Days from the publication of a plan to the first day on which it may take effect; absent: none. */
  readonly noticeDays?: number | undefined;
  /** A plan is published by somebody else than whoever drafted it; absent: one person may do both. */
  readonly fourEyes?: true | undefined;
  /** When silence confirms a statement, as agreed with the partners; absent: after 14 days, by the sentence on it alone. */
  readonly confirmation?: Confirmation | undefined;
  /** The merchant approves or rejects every conversion before it is released; absent: none is reviewed. */
  readonly review?: ReviewTerms | undefined;
  /** How deals are registered and protected; absent: as `DEAL_TERMS` says. */
  readonly deals?: DealTerms | undefined;
  /** Until when partners may claim and by when they are answered; absent: as `CLAIM_TERMS` says. */
  readonly claims?: ClaimTerms | undefined;
  /** Partners see clicks and conversions one by one before a statement tells of them; absent: that costs no writes. */
  readonly partnerActivity?: true | undefined;
}

/** Within how many 24-hour days of its recording a conversion is to be reviewed. A missed deadline never rejects. */
export interface ReviewTerms {
  readonly days: number;
}

/** After how many days of 24 hours silence confirms a statement. */
export interface Confirmation {
  readonly days: number;
  /** `YYYY-MM-DD`: since when partners have agreed to it. */
  readonly agreedOn: string;
}

/** How the periods of a program are closed and paid. */
export interface Settlement {
  readonly period: 'month';
  /** Least payable, in minor units of the program's currency, that makes a payout. */
  readonly thresholdMinor: bigint;
  /** What is kept back as security of everything released; absent: nothing. */
  readonly reserve?: ReserveTerms | undefined;
  /** When its payouts are due; absent: they are paid elsewhere, and their entries end in payout. */
  readonly payout?: PayoutTerms | undefined;
  /** A decimal from 0 to 1: a partner of whose sales more is taken back is flagged; absent: a fifth. */
  readonly refundRateLimit?: string | undefined;
}

/** A share of what a close releases is kept back for so many 24-hour days after the cutoff. */
export interface ReserveTerms {
  /** A decimal from 0 to 1. */
  readonly rate: string;
  readonly days: number;
}

/** Where tracking links may lead, and how the click is named there. */
export interface TrackingSettings {
  /** Hosts that a tracking link may lead to, lower case, without port. */
  readonly allowedHosts: readonly string[];
  /** Query parameter that carries the signed click id to the merchant. */
  readonly clickIdParameter: string;
}

/** What a coupon does: it takes the whole credit, is one touchpoint more, or counts for nothing. */
export type CouponPolicy = 'wins' | 'touchpoint' | 'ignore';

/** How a program credits conversions; a day of the lookback has 24 hours. */
export interface AttributionSettings {
  readonly model: Model;
  readonly lookbackDays: number;
  readonly minSecondsToConvert: number;
  readonly clickDedupeSeconds: number;
  readonly coupon: CouponPolicy;
  /** A click counts for the next conversion and none after it; absent: for every one. */
  readonly touchReuse?: 'next-conversion-only' | undefined;
  /** Renewals belong to whoever was credited with the customer's first credited conversion; absent: the model decides. */
  readonly renewals?: 'bound' | undefined;
}

/** How a journey becomes credits. Weights and half-lives are decimal strings, so that credits stay exact. */
export type Model =
  | { readonly name: 'first-touch' }
  | { readonly name: 'last-touch' }
  | { readonly name: 'last-non-direct'; readonly directPartners: readonly PartnerId[] }
  | { readonly name: 'linear'; readonly repeats?: LinearRepeats | undefined }
  | {
      readonly name: 'position-based';
      readonly weights: PositionWeights;
      /** Two touches are credited by first and last alone; absent: each has half of the middle beside. */
      readonly twoTouches?: 'renormalised' | undefined;
    }
  | { readonly name: 'time-decay'; readonly halfLifeDays: string; readonly decay?: 'stepwise' | undefined }
  | { readonly name: 'w-shaped' }
  | { readonly name: 'custom'; readonly weights: readonly string[] }
  | DataDrivenModel;

/** A model that is fitted on the journeys of the last `windowDays` before a cutoff; absent: of the lookback. */
export type DataDrivenModel = { readonly windowDays?: number | undefined } & (
  | { readonly name: 'markov'; readonly order: MarkovOrder }
  | { readonly name: 'shapley'; readonly characteristic: Characteristic }
);

/** Whether a model must be fitted. */
export function isDataDriven(model: Model): model is DataDrivenModel {
  return model.name === 'markov' || model.name === 'shapley';
}

/** What linear does with several touches of one partner, when it does not count each: only the first of a run, or only one. */
export type LinearRepeats = 'collapsed' | 'unique';

/** Decimals that sum to 1. */
export interface PositionWeights {
  readonly first: string;
  readonly middle: string;
  readonly last: string;
}

/** How many of the last touches make a state of the Markov model. */
export type MarkovOrder = 1 | 2 | 3 | 4;

/** What a set of partners is worth in the Shapley model, from the journeys that none but they touched. */
export type Characteristic = 'sum-over-subsets' | 'conversion-rate' | 'markov';

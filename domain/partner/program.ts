import type { MerchantId, ProgramId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';

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
}

export interface Settlement {
  readonly period: 'month';
  /** Least payable, in minor units of the program's currency, that makes a payout. */
  readonly thresholdMinor: bigint;
}

export interface TrackingSettings {
  /** Hosts that a tracking link may lead to, lower case, without port. */
  readonly allowedHosts: readonly string[];
  /** Query parameter that carries the signed click id to the merchant. */
  readonly clickIdParameter: string;
}

export type CouponPolicy = 'wins' | 'touchpoint' | 'ignore';

export interface AttributionSettings {
  readonly model: Model;
  readonly lookbackDays: number;
  readonly minSecondsToConvert: number;
  readonly clickDedupeSeconds: number;
  readonly coupon: CouponPolicy;
}

/** Weights are decimal strings, so that credits stay exact. */
export type Model =
  | { readonly name: 'first-touch' }
  | { readonly name: 'last-touch' }
  | { readonly name: 'linear' }
  | { readonly name: 'position-based'; readonly weights: PositionWeights }
  | { readonly name: 'time-decay'; readonly halfLifeDays: string };

export interface PositionWeights {
  readonly first: string;
  readonly middle: string;
  readonly last: string;
}

import type { Cap, Volume } from './plan.ts';

/** How the amount of one commission line came about, step by step, so that a reader can recompute it with pencil and paper. */
export interface PayTrace {
  readonly pay: PaySteps;
  /** The value before rounding, in minor units, as a fraction in lowest terms. */
  readonly exact: string;
  readonly roundedMinor: bigint;
  readonly caps: readonly CapTrace[];
  readonly amountMinor: bigint;
  readonly reason: 'no-rule' | 'capped' | 'fully-reversed' | 'rejected' | 'paid-on-earlier-line' | null;
}

/** How the value before rounding was made, by what the rule pays. */
export type PaySteps =
  | { readonly type: 'none' }
  | { readonly type: 'rate'; readonly rate: string }
  | {
      readonly type: 'flat';
      readonly flatMinor: bigint;
      readonly per: 'conversion' | 'line' | 'item';
      readonly quantity: number;
    }
  | {
      readonly type: 'volume';
      readonly metric: Volume['metric'];
      readonly mode: Volume['mode'];
      readonly window: string;
      /** The running metric before and after this line; for `retroactive` the window's total is `after`. Minor units or counts. */
      readonly beforeMinor: bigint;
      readonly afterMinor: bigint;
      readonly stretches: readonly Stretch[];
    }
  | {
      readonly type: 'frozen';
      readonly lastAmountMinor: bigint;
      readonly lastNetBaseMinor: bigint;
      /** A flat amount is owed in full while the line lives; anything else, amounts per item too, shrinks with the net base. */
      readonly isWhole: boolean;
    }
  | { readonly type: 'share'; readonly rate: string; readonly wholeMinor: bigint; readonly part: string };

/** A part of the line inside one step: so many units of the metric at this rate or flat amount. */
export interface Stretch {
  readonly from: string;
  readonly unitsMinor: bigint;
  readonly rate?: string;
  readonly flatMinor?: bigint;
}

/** What a cap did to a line, in minor units: its limit, what of it was used before, and what it cut off. */
export interface CapTrace {
  readonly per: Cap['per'];
  readonly limitMinor: bigint;
  readonly usedBeforeMinor: bigint;
  readonly cutMinor: bigint;
}

import type { PartnerId, RuleId } from '../ids.ts';
import type { RoundingMode } from '../money/round.ts';

/** A versioned, effective-dated set of commission rules: the shape of `program.json`, the API and the store alike. */
export interface Plan {
  readonly version: number;
  /** Business date in the program's zone from which it decides conversions, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
  readonly rounding: RoundingMode;
  readonly base: { readonly includeTax: boolean; readonly includeShipping: boolean };
  readonly holdDays: number;
  readonly rules: readonly Rule[];
  readonly shares?: readonly Share[] | undefined;
  readonly bonuses?: readonly Bonus[] | undefined;
  readonly overrides?: Overrides | undefined;
}

/** A condition on a line and a partner, and what is paid where it is met. */
export interface Rule {
  readonly id: RuleId;
  readonly when: When;
  readonly pay: Pay;
  readonly cap?: Cap | undefined;
  /** Months after the partner's first credited conversion of the customer; 0: that conversion only; absent: for ever. */
  readonly months?: number | undefined;
}

/** AND across dimensions, OR inside one. */
export interface When {
  readonly kind?: readonly string[] | undefined;
  readonly product?: readonly string[] | undefined;
  readonly category?: readonly string[] | undefined;
  readonly country?: readonly string[] | undefined;
  readonly customer?: readonly ('new' | 'returning')[] | undefined;
  readonly partner?: readonly PartnerId[] | undefined;
  readonly partnerKind?: readonly string[] | undefined;
  readonly partnerCountry?: readonly string[] | undefined;
  readonly tier?: readonly string[] | undefined;
  readonly segment?: readonly string[] | undefined;
  /** Least base of the line before reversals, a decimal string in the program's currency. */
  readonly minBase?: string | undefined;
  /** Local weekdays in the program's zone. */
  readonly weekday?: readonly Weekday[] | undefined;
  /** Local business dates in the program's zone, both included. */
  readonly dateRange?: { readonly from: string; readonly to: string } | undefined;
  readonly [metadata: `metadata.${string}`]: readonly string[] | undefined;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Money as a plan writes it. */
export interface Amount {
  /** Decimal string in the major unit, `"12.50"`. */
  readonly amount: string;
  readonly currency: string;
}

/** A rate of the net base (a decimal from 0 to 1, `"0.05"`), a flat amount, or tiers. */
export type Pay =
  | { readonly rate: string }
  | { readonly flat: Amount; readonly per: 'conversion' | 'line' | 'item' }
  | { readonly volume: Volume };

/** How long a metric runs, by the calendar of the program; `lifetime` has no end. */
export type Window = 'month' | 'quarter' | 'year' | 'lifetime';

/** Tiered commission: the rate depends on how much the partner has sold in the window. */
export interface Volume {
  readonly metric: 'base' | 'conversions' | 'items';
  readonly window: Window;
  readonly mode: 'marginal' | 'retroactive';
  readonly steps: readonly Step[];
}

/** `from` is an amount for the metric `base` and a count otherwise. */
export type Step = { readonly from: string } & ({ readonly rate: string } | { readonly flat: Amount });

/** The most that a rule pays in a scope; `amount` is a decimal string in the program's currency. */
export interface Cap {
  readonly amount: string;
  readonly per: 'conversion' | 'customer' | 'partner-period' | 'program-period';
}

/** Revenue share: a fixed part of the line's net base split among named partners, beside the rules. */
export interface Share {
  readonly id: RuleId;
  readonly rate: string;
  readonly among: readonly { readonly partner: PartnerId; readonly weight: string }[];
  readonly when: When;
}

/** An amount for reaching a metric in a window; `reaches` is an amount for the metric `base` and a count otherwise. */
export interface Bonus {
  readonly id: string;
  readonly metric: 'base' | 'conversions' | 'items';
  readonly window: Window;
  readonly reaches: string;
  readonly pay: { readonly flat: Amount } | { readonly rate: string };
}

/** What recruiters earn on the released commission of those they recruited; rates are decimals from 0 to 1. */
export interface Overrides {
  /** Level 1 pays the recruiter, level 2 the recruiter's recruiter, … */
  readonly rates: readonly string[];
  readonly of: 'commission';
  /** By level: pays on conversions within so many months of the recruited partner's joining; absent: for ever. */
  readonly months?: readonly number[] | undefined;
}

import type { Rounding } from './fraction.ts';

/** A program and its facts, as `write-folder.ts` writes them: instants in seconds, amounts in minor units, '' for what is empty. */
export interface Folder {
  readonly program: {
    readonly currency: Currency;
    readonly timezone: string;
    readonly attribution: Attribution;
    /** One or two, the earlier first. */
    readonly plans: readonly Plan[];
    readonly threshold: bigint;
  };
  readonly partners: readonly Partner[];
  readonly terms: readonly Terms[];
  readonly clicks: readonly Click[];
  readonly conversions: readonly Conversion[];
  readonly reversals: readonly Reversal[];
  readonly rates: readonly Rate[];
}

export const DIGITS = { JPY: 0, USD: 2, EUR: 2, KWD: 3 };
export type Currency = keyof typeof DIGITS;

/** An amount as files have it. */
export function amountText(minor: bigint, currency: Currency): string {
  const digits = DIGITS[currency];
  const size = String(minor < 0n ? -minor : minor).padStart(digits + 1, '0');
  const units = size.slice(0, size.length - digits);
  return `${minor < 0n ? '-' : ''}${units}${digits === 0 ? '' : `.${size.slice(-digits)}`}`;
}

export interface Attribution {
  readonly model: 'first-touch' | 'last-touch' | 'last-non-direct' | 'linear' | 'position-based' | 'time-decay';
  readonly directPartners?: readonly string[];
  readonly repeats?: 'counted' | 'collapsed' | 'unique';
  readonly weights?: { readonly first: string; readonly middle: string; readonly last: string };
  readonly halfLifeDays?: string;
  readonly decay?: 'continuous' | 'stepwise';
  readonly lookbackDays: number;
  readonly minSecondsToConvert: number;
  readonly clickDedupeSeconds: number;
  readonly coupon: 'wins' | 'touchpoint' | 'ignore';
  readonly touchReuse: 'every-conversion' | 'next-conversion-only';
  readonly renewals: 'model' | 'bound';
}

export interface Plan {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly rounding: Rounding;
  readonly base: { readonly includeTax: boolean; readonly includeShipping: boolean };
  readonly holdDays: number;
  readonly rules: readonly Rule[];
  readonly shares: readonly Share[];
  readonly bonuses: readonly Bonus[];
  readonly overrides?: { readonly rates: readonly string[]; readonly of: 'commission' };
}

export type When = Readonly<Partial<Record<Dimension, readonly string[]>>> & {
  readonly minBase?: string;
  readonly dateRange?: { readonly from: string; readonly to: string };
};

export type Dimension =
  | 'kind'
  | 'product'
  | 'category'
  | 'country'
  | 'customer'
  | 'partner'
  | 'partnerKind'
  | 'partnerCountry'
  | 'tier'
  | 'segment'
  | 'weekday';

export interface Rule {
  readonly id: string;
  readonly when: When;
  readonly pay: Pay;
  readonly cap?: {
    readonly amount: string;
    readonly per: 'conversion' | 'customer' | 'partner-period' | 'program-period';
  };
  readonly months?: number;
}

export interface Flat {
  readonly amount: string;
  readonly currency: Currency;
}

export type Pay =
  | { readonly rate: string }
  | { readonly flat: Flat; readonly per: 'conversion' | 'line' | 'item' }
  | { readonly volume: Volume };

export type Metric = 'base' | 'conversions' | 'items';
export type Window = 'month' | 'quarter' | 'year' | 'lifetime';

export interface Volume {
  readonly metric: Metric;
  readonly window: Window;
  readonly mode: 'marginal' | 'retroactive';
  readonly steps: readonly Step[];
}

export type Step = { readonly from: string } & ({ readonly rate: string } | { readonly flat: Flat });

export interface Share {
  readonly id: string;
  readonly rate: string;
  readonly among: readonly { readonly partner: string; readonly weight: string }[];
  readonly when: When;
}

export interface Bonus {
  readonly id: string;
  readonly metric: Metric;
  readonly window: Window;
  readonly reaches: string;
  readonly pay: { readonly rate: string } | { readonly flat: Flat };
}

/** What may change of a membership. */
export interface Standing {
  readonly status: 'active' | 'suspended';
  readonly tier: string;
  readonly segment: string;
  readonly recruitedBy: string;
}

export interface Partner extends Standing {
  readonly id: string;
  readonly kind: string;
  readonly country: string;
  readonly joinedAt: number;
  readonly endedAt: number | null;
  readonly coupon: string;
  readonly customer: string;
}

export interface Terms extends Standing {
  readonly partner: string;
  readonly from: number;
}

export interface Click {
  readonly id: string;
  readonly at: number;
  readonly visitor: string;
  readonly partner: string;
  readonly link: string;
  readonly isBot: boolean;
}

export interface Conversion {
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly visitor: string;
  readonly customer: string;
  readonly coupon: string;
  readonly country: string;
  readonly currency: Currency;
  readonly partner: string;
  readonly click: string;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly id: string;
  readonly product: string;
  readonly category: string;
  readonly quantity: number;
  readonly amount: bigint;
  readonly tax: bigint;
  readonly shipping: bigint;
}

export interface Reversal {
  readonly id: string;
  readonly conversion: string;
  /** '': the whole conversion. */
  readonly line: string;
  readonly at: number;
  readonly cause: string;
  readonly amount: bigint;
  /** 0: none was told. */
  readonly quantity: number;
}

export interface Rate {
  readonly date: string;
  readonly from: Currency;
  readonly to: Currency;
  readonly rate: string;
}

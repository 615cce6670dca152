import type { Credit } from '../attribution/attribution.ts';
import type { Milestone } from '../attribution/milestones.ts';
import type { ClosedWindow } from '../commission/pay-line.ts';
import type { ClickId, ConversionId, CustomerId, PartnerId, PeriodId, VisitorId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Review } from '../tracking/review.ts';
import type { BookedConversion } from './booked.ts';

/** What one close leaves to the next: the whole memory of a program. A close is a function of this and of its own facts. */
export interface Carry {
  readonly periodId: PeriodId | null;
  readonly booked: ReadonlyMap<ConversionId, BookedConversion>;
  readonly unmatched: ReadonlyMap<ConversionId, readonly Reversal[]>;
  /** Decisions about conversions that are not known yet; absent: none. */
  readonly reviews?: ReadonlyMap<ConversionId, Review> | undefined;
  readonly customers: ReadonlyMap<CustomerId, CustomerBook>;
  readonly partners: ReadonlyMap<PartnerId, PartnerBook>;
  /** Program-wide caps of closed periods. */
  readonly windows: ReadonlyMap<string, ClosedWindow>;
  /** Clicks that counted for a conversion, kept where each may do so only once. */
  readonly usedClicks: ReadonlySet<ClickId>;
}

/** What a program remembers of a customer. */
export interface CustomerBook {
  readonly firstSeenAt: Instant;
  /** Visitors seen together with the customer, with the first time. */
  readonly visitors: ReadonlyMap<VisitorId, Instant>;
  /** The first credited conversion per partner. */
  readonly firstCredited: ReadonlyMap<PartnerId, FirstCredited>;
  /** The first credited conversion of all with its credits; absent before there is one. */
  readonly binding?: (FirstCredited & { readonly credits: readonly Credit[] }) | undefined;
  /** Oldest first, each once. */
  readonly milestones: readonly Milestone[];
}

/** When, and by which conversion. */
export interface FirstCredited {
  readonly at: Instant;
  readonly conversionId: ConversionId;
}

/** What a program remembers of a partner; minor units of the program's currency. */
export interface PartnerBook {
  readonly heldMinor: bigint;
  /** Payable after the last payout: debt when negative. */
  readonly openingMinor: bigint;
  readonly windows: ReadonlyMap<string, ClosedWindow>;
  /** What the partner sold, by month: the metrics of bonuses. */
  readonly months: ReadonlyMap<PeriodId, MonthMetrics>;
  /** Posted so far, by bonus and window. */
  readonly bonuses: ReadonlyMap<string, bigint>;
  /** What was taken over and is still held; absent: nothing. */
  readonly heldOpenings?: readonly HeldOpening[] | undefined;
  /** What is kept back; absent: nothing. */
  readonly reserves?: readonly Reserve[] | undefined;
}

/** A balance that was taken over and is still held. */
export interface HeldOpening {
  readonly importId: string;
  readonly amountMinor: bigint;
  readonly until: Instant;
}

/** What a close kept back of its releases. */
export interface Reserve {
  readonly keptIn: PeriodId;
  readonly amountMinor: bigint;
  readonly until: Instant;
}

/** What was sold and not taken back; a conversion counts while one of its lines lives. */
export interface MonthMetrics {
  readonly baseMinor: bigint;
  readonly conversions: number;
  readonly items: number;
}

/** Of a partner that no close has seen. */
export const EMPTY_PARTNER: PartnerBook = {
  heldMinor: 0n,
  openingMinor: 0n,
  windows: new Map(),
  months: new Map(),
  bonuses: new Map(),
};

/** Before the first close. */
export const EMPTY_CARRY: Carry = {
  periodId: null,
  booked: new Map(),
  unmatched: new Map(),
  customers: new Map(),
  partners: new Map(),
  windows: new Map(),
  usedClicks: new Set(),
};

import type { ClickId, ConversionId, CustomerId, PartnerId, ReversalId, VisitorId } from '../../domain/ids.ts';
import type { Decision } from '../../domain/settlement/decision.ts';
import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { OverdueReview, Review } from '../../domain/tracking/review.ts';
import type { PutOnce, Recorded, RowPage, Scope } from './scope.ts';

/** What hashes of one UTC day are made with, in base64url; null: destroyed. */
export interface DaySalt {
  readonly day: string;
  readonly salt: string | null;
}

export interface ClickStore {
  /** The key of a click is its id; for ids that we signed ourselves it is derived from the id, at one write. */
  putClick(scope: Scope, click: Recorded<Click>): Promise<PutOnce<Click>>;
  click(scope: Scope, clickId: ClickId): Promise<Click | null>;
  /** Clicks of one visitor with from ≤ occurredAt ≤ to, by (occurredAt, clickId); a strongly consistent read. */
  clicksByVisitor(scope: Scope, visitorId: VisitorId, range: { from: Instant; to: Instant }): Promise<readonly Click[]>;
  /** The last click of a visitor before an instant, as the witness that there was one. */
  lastClickBefore(scope: Scope, visitorId: VisitorId, before: Instant): Promise<Click | null>;
  /** Puts the visitor of a click into the index of the UTC day on which it happened. Safe to repeat. */
  noteVisitor(scope: Scope, click: Recorded<Click>): Promise<void>;
  /** The visitors noted on a UTC day (`YYYY-MM-DD`), each once, over all buckets. */
  visitorsOn(scope: Scope, day: string): AsyncIterable<VisitorId>;
  /** Puts a click into its partner's index of the business date on which it happened. Safe to repeat. */
  noteOfPartner(scope: Scope, date: string, click: Recorded<Click>): Promise<void>;
  /** What was noted of a partner on a business date; clicks of one source, or else of one visitor, on one link are neighbours. */
  clicksOfPartner(scope: Scope, partnerId: PartnerId, date: string): AsyncIterable<NotedClick>;
  /** Notes a source of clicks on a link and business date; false when another click brought it first. Safe to repeat. */
  noteSource(scope: Scope, date: string, click: Recorded<Click>): Promise<boolean>;
  /** Notes a click that repeats another, or is by a bot. Safe to repeat. */
  noteRepeat(scope: Scope, month: string, click: Recorded<Click>): Promise<void>;
  /** How many were noted of a partner in a business month; counts no further than a number. */
  repeatsOf(scope: Scope, place: Pick<CreditedPlace, 'partnerId' | 'month'>, max: number): Promise<number>;
  /** The salt of a UTC day, of all merchants. */
  daySalt(day: string): Promise<DaySalt | null>;
  /** Replaces it if it is still `expected` (null: absent). False when somebody else was first. */
  advanceDaySalt(expected: DaySalt | null, next: DaySalt): Promise<boolean>;
}

/** What its partner's statistics need of a click. */
export interface NotedClick extends Pick<Click, 'linkId' | 'isBot'> {
  /** Its source where that is known, else its visitor: what makes it unique on its day. */
  readonly visitorId: string;
}

/** Where a partner's conversions are listed: those that occurred in a business month. */
export interface CreditedPlace {
  readonly partnerId: PartnerId;
  readonly month: string;
  /** Instead those that it bought itself, which are credited to it by nobody. */
  readonly isOwn?: true;
}

/** A decision as it is kept: how often the conversion was decided otherwise, from 1, says which of two is the later. */
export interface KeptDecision extends Decision {
  readonly revision: number;
}

/** A row of that index. The decision may have moved on since: it says itself who is credited. */
export interface CreditedConversion {
  readonly conversionId: ConversionId;
  readonly position: string;
}

/** A customer was seen with a visitor, first at `seenAt`. */
export interface SeenTogether {
  readonly customerId: CustomerId;
  readonly visitorId: VisitorId;
  readonly seenAt: Instant;
}

/** One row of the index of what was recorded on a day. */
export type RecordedFact =
  | { readonly type: 'conversion'; readonly id: ConversionId }
  | { readonly type: 'reversal'; readonly id: ReversalId }
  /** By the conversion that was decided about. */
  | { readonly type: 'review'; readonly id: ConversionId };

export interface ConversionStore {
  putConversion(scope: Scope, conversion: Recorded<Conversion>): Promise<PutOnce<Conversion>>;
  conversion(scope: Scope, conversionId: ConversionId): Promise<Recorded<Conversion> | null>;
  /** Stored by its own id (permanent key), beside its conversion's key, and in the index of its day. Safe to repeat. */
  putReversal(scope: Scope, reversal: Recorded<Reversal>): Promise<PutOnce<Reversal>>;
  reversal(scope: Scope, reversalId: ReversalId): Promise<Recorded<Reversal> | null>;
  /** By (occurredAt, reversalId); a strongly consistent read. */
  reversalsOf(scope: Scope, conversionId: ConversionId): Promise<readonly Reversal[]>;
  /** One decision per conversion, also in the index of its day; a second one with other content is a conflict. */
  putReview(scope: Scope, review: Recorded<Review>): Promise<PutOnce<Review>>;
  review(scope: Scope, conversionId: ConversionId): Promise<Review | null>;
  /** Once per conversion: that its deadline passed without a decision; also in an index of the day. */
  putOverdue(scope: Scope, overdue: Recorded<OverdueReview>): Promise<PutOnce<OverdueReview>>;
  overdue(scope: Scope, conversionId: ConversionId): Promise<Recorded<OverdueReview> | null>;
  /** Writes only when the pair is new or was seen later than this; otherwise costs a read. */
  noteSeenTogether(scope: Scope, seen: SeenTogether): Promise<void>;
  seenTogether(scope: Scope, customerId: CustomerId): Promise<readonly SeenTogether[]>;
  /**
   * The provisional decision; it is also the conversion's row in the index of the day it was recorded on. False when what is there
   * is not `expected` (null: nothing).
   */
  advanceDecision(
    scope: Scope,
    recordedAt: Instant,
    expected: KeptDecision | null,
    next: KeptDecision,
  ): Promise<boolean>;
  decision(scope: Scope, recordedAt: Instant, conversionId: ConversionId): Promise<KeptDecision | null>;
  /** Puts a conversion into the index of a partner that earns by it. Safe to repeat. */
  noteCredited(
    scope: Scope,
    place: CreditedPlace,
    conversion: Pick<Conversion, 'conversionId' | 'occurredAt'>,
  ): Promise<void>;
  /** What was ever noted of a partner in a month, the latest first, after a position. */
  creditedTo(scope: Scope, place: CreditedPlace, page: RowPage): Promise<readonly CreditedConversion[]>;
  /** Reviews that became overdue on a UTC day (`YYYY-MM-DD`), as it was recorded; after a crash one may stand under the day before too. */
  overdueOn(scope: Scope, day: string): AsyncIterable<ConversionId>;
  /** What was recorded on a UTC day (`YYYY-MM-DD`), over all buckets. */
  recordedOn(scope: Scope, day: string): AsyncIterable<RecordedFact>;
}

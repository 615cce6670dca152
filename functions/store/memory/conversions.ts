import type { ConversionId, CustomerId, ReversalId, VisitorId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, utcDay } from '../../../domain/time.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { OverdueReview, Review } from '../../../domain/tracking/review.ts';
import type { ConversionStore, KeptDecision, RecordedFact, SeenTogether } from '../fact-store.ts';
import { idBehind, latestFirst, ordered, pageOfOrdered } from '../order.ts';
import type { Recorded, Scope } from '../scope.ts';
import { putOnce, replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

interface Space {
  readonly conversions: Map<ConversionId, Recorded<Conversion>>;
  readonly reversals: Map<ReversalId, Recorded<Reversal>>;
  readonly reversalsOf: Map<ConversionId, Reversal[]>;
  readonly reviews: Map<ConversionId, Recorded<Review>>;
  readonly overdue: Map<ConversionId, Recorded<OverdueReview>>;
  readonly seen: Map<CustomerId, Map<VisitorId, SeenTogether>>;
  /** By days since 1970-01-01. */
  readonly days: Map<number, Day>;
  /** Positions by partner and month. */
  readonly credited: Map<string, Set<string>>;
}

interface Day {
  readonly decisions: Map<ConversionId, KeptDecision>;
  readonly reversalIds: ReversalId[];
  readonly reviewedIds: ConversionId[];
}

export function memoryConversions(): ConversionStore {
  const spaces = new Spaces<Space>(() => ({
    conversions: new Map(),
    reversals: new Map(),
    reversalsOf: new Map(),
    reviews: new Map(),
    overdue: new Map(),
    seen: new Map(),
    days: new Map(),
    credited: new Map(),
  }));
  return {
    putConversion: async (scope, conversion) =>
      putOnce(spaces.of(scope).conversions, conversion.fact.conversionId, conversion),
    conversion: async (scope, conversionId) => spaces.of(scope).conversions.get(conversionId) ?? null,
    putReversal: async (scope, reversal) => {
      const space = spaces.of(scope);
      const put = putOnce(space.reversals, reversal.fact.reversalId, reversal);
      if (put.outcome === 'created') {
        getOrMake(space.reversalsOf, reversal.fact.conversionId, () => []).push(reversal.fact);
        dayOf(space, reversal.recordedAt).reversalIds.push(reversal.fact.reversalId);
      }
      return put;
    },
    reversal: async (scope, reversalId) => spaces.of(scope).reversals.get(reversalId) ?? null,
    reversalsOf: async (scope, conversionId) =>
      ordered(
        spaces.of(scope).reversalsOf.get(conversionId) ?? [],
        (reversal) => reversal.occurredAt,
        (reversal) => reversal.reversalId,
      ),
    putReview: async (scope, review) => {
      const space = spaces.of(scope);
      const put = putOnce(space.reviews, review.fact.conversionId, review);
      if (put.outcome === 'created') dayOf(space, review.recordedAt).reviewedIds.push(review.fact.conversionId);
      return put;
    },
    review: async (scope, conversionId) => spaces.of(scope).reviews.get(conversionId)?.fact ?? null,
    putOverdue: async (scope, overdue) => putOnce(spaces.of(scope).overdue, overdue.fact.conversionId, overdue),
    overdueOn: async function* (scope, day) {
      for (const { fact, recordedAt } of spaces.of(scope).overdue.values()) {
        if (utcDay(recordedAt) === day) yield fact.conversionId;
      }
    },
    overdue: async (scope, conversionId) => spaces.of(scope).overdue.get(conversionId) ?? null,
    noteSeenTogether: async (scope, seen) => {
      const visitors = getOrMake(spaces.of(scope).seen, seen.customerId, () => new Map<VisitorId, SeenTogether>());
      const known = visitors.get(seen.visitorId);
      if (known === undefined || seen.seenAt < known.seenAt) visitors.set(seen.visitorId, seen);
    },
    seenTogether: async (scope, customerId) =>
      ordered(spaces.of(scope).seen.get(customerId)?.values() ?? [], (seen) => seen.visitorId),
    advanceDecision: async (scope, recordedAt, expected, next) =>
      replaceIf(dayOf(spaces.of(scope), recordedAt).decisions, next.conversionId, expected, next),
    decision: async (scope, recordedAt, conversionId) =>
      spaces.of(scope).days.get(dayNumber(recordedAt))?.decisions.get(conversionId) ?? null,
    noteCredited: async (scope, place, { conversionId, occurredAt }) => {
      const name = JSON.stringify([place.partnerId, place.month, place.isOwn]);
      getOrMake(spaces.of(scope).credited, name, () => new Set()).add(latestFirst(occurredAt, conversionId));
    },
    creditedTo: async (scope, place, page) => {
      const rows = spaces.of(scope).credited.get(JSON.stringify([place.partnerId, place.month, place.isOwn])) ?? [];
      return pageOfOrdered(rows, (position) => position, page).map((position) => ({
        position,
        conversionId: idBehind(position),
      }));
    },
    recordedOn: (scope, day) => recordedOn(spaces, scope, day),
  };
}

async function* recordedOn(spaces: Spaces<Space>, scope: Scope, day: string): AsyncGenerator<RecordedFact> {
  const found = spaces.of(scope).days.get(dayNumber(Date.parse(day)));
  if (found === undefined) return;
  for (const id of found.decisions.keys()) yield { type: 'conversion', id };
  for (const id of found.reversalIds) yield { type: 'reversal', id };
  for (const id of found.reviewedIds) yield { type: 'review', id };
}

function dayOf(space: Space, recordedAt: Instant): Day {
  return getOrMake(space.days, dayNumber(recordedAt), () => ({
    decisions: new Map(),
    reversalIds: [],
    reviewedIds: [],
  }));
}

function dayNumber(at: Instant): number {
  return Math.floor(at / DAY_MS);
}

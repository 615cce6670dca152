import type { ConversionId } from '../../../domain/ids.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { OverdueReview, Review } from '../../../domain/tracking/review.ts';
import type { ConversionStore, KeptDecision, RecordedFact, SeenTogether } from '../fact-store.ts';
import { idBehind, latestFirst, ordered } from '../order.ts';
import type { PutOnce, Recorded, Scope } from '../scope.ts';
import type { Table } from './items.ts';
import {
  factsOf,
  getFact,
  getItem,
  getRecorded,
  putIf,
  putIfAbsent,
  putOnce,
  query,
  replaceFactIf,
  rowsAfter,
  sortKeysIn,
} from './items.ts';
import { key, partitions, ranges, recordedFactOf } from './table.ts';

export function dynamoConversions(records: Table): ConversionStore {
  return {
    putConversion: async (scope, conversion) =>
      await putOnce(records, {
        ...conversion,
        key: key.conversion(scope, conversion.fact.conversionId),
        type: 'conversion',
      }),
    conversion: async (scope, conversionId) =>
      await getRecorded<Conversion>(records, key.conversion(scope, conversionId)),
    putReversal: async (scope, reversal) => await putReversal(records, scope, reversal),
    reversal: async (scope, reversalId) => await getRecorded<Reversal>(records, key.reversal(scope, reversalId)),
    reversalsOf: async (scope, conversionId) => {
      return ordered(
        await factsOf<Reversal>(records, ranges.reversals(scope, conversionId)),
        (reversal) => reversal.occurredAt,
        (reversal) => reversal.reversalId,
      );
    },
    putReview: async (scope, review) => await putReview(records, scope, review),
    review: async (scope, conversionId) => await getFact<Review>(records, key.review(scope, conversionId)),
    putOverdue: async (scope, overdue) => await putOverdue(records, scope, overdue),
    overdue: async (scope, conversionId) =>
      await getRecorded<OverdueReview>(records, key.overdueReview(scope, conversionId)),
    noteSeenTogether: async (scope, seen) => await noteSeenTogether(records, scope, seen),
    seenTogether: async (scope, customerId) => {
      const seen: SeenTogether[] = [];
      for (const pk of partitions.seenTogether(scope, customerId)) {
        for await (const { sk, s } of query(records, { pk })) seen.push({ customerId, visitorId: sk, seenAt: s ?? 0 });
      }
      return ordered(seen, ({ visitorId }) => visitorId);
    },
    advanceDecision: async (scope, recordedAt, expected, next) => {
      const row = key.recorded(scope, recordedAt, { type: 'conversion', id: next.conversionId });
      return await replaceFactIf(records, { key: row, type: 'decision', fact: next, recordedAt }, expected);
    },
    decision: async (scope, recordedAt, id) =>
      await getFact<KeptDecision>(records, key.recorded(scope, recordedAt, { type: 'conversion', id })),
    noteCredited: async (scope, place, { conversionId, occurredAt }) => {
      const row = { conversionId, position: latestFirst(occurredAt, conversionId) };
      await putIfAbsent(records, key.credited(scope, place, row));
    },
    creditedTo: async (scope, place, page) => {
      const rows = await rowsAfter(records, partitions.creditedTo(scope, place), page);
      return rows.map((position) => ({ position, conversionId: idBehind(position) }));
    },
    overdueOn: (scope, day) => overdueOn(records, scope, day),
    recordedOn: (scope, day) => recordedOn(records, scope, day),
  };
}

/**
 * Three items. The permanent key comes first and decides whose content counts; the one beside the conversion comes last and is
 * the one that the stream tells, so what is told is also in the index of its day. A retry repeats what a crash left out, with
 * the instant at which the first try recorded it.
 */
async function putReversal(records: Table, scope: Scope, reversal: Recorded<Reversal>): Promise<PutOnce<Reversal>> {
  const { reversalId, conversionId } = reversal.fact;
  const put = await putOnce(records, { ...reversal, key: key.reversal(scope, reversalId), type: null });
  if (put.outcome === 'conflict') return put;
  const { recordedAt } = put.stored;
  const row = key.recorded(scope, recordedAt, { type: 'reversal', id: reversalId });
  await putIfAbsent(records, row);
  await putOnce(records, {
    ...put.stored,
    key: key.reversalOf(scope, conversionId, reversalId),
    type: 'reversal',
  });
  return put;
}

/**
 * The row of the day comes first: without its decision it tells nothing, and a decision that stands is never without it. What a
 * crash leaves is a row of an earlier day, which finds the same decision.
 */
async function putReview(records: Table, scope: Scope, review: Recorded<Review>): Promise<PutOnce<Review>> {
  const { conversionId } = review.fact;
  if ((await getItem(records, key.review(scope, conversionId))) === null) {
    const row = key.recorded(scope, review.recordedAt, { type: 'review', id: conversionId });
    await putIfAbsent(records, row);
  }
  return await putOnce(records, { ...review, key: key.review(scope, conversionId), type: 'review' });
}

async function putOverdue(records: Table, scope: Scope, overdue: Recorded<OverdueReview>) {
  const { conversionId } = overdue.fact;
  const at = key.overdueReview(scope, conversionId);
  if ((await getItem(records, at)) === null) {
    await putIfAbsent(records, key.overdueOn(scope, overdue.recordedAt, conversionId));
  }
  return await putOnce(records, { ...overdue, key: at, type: 'overdue-review' });
}

async function* overdueOn(records: Table, scope: Scope, day: string): AsyncGenerator<ConversionId> {
  yield* sortKeysIn(records, partitions.overdueOn(scope, day));
}

async function noteSeenTogether(records: Table, scope: Scope, seen: SeenTogether): Promise<void> {
  const pair = key.seenTogether(scope, seen.customerId, seen.visitorId);
  // The instant only ever goes down, so a stale read can cost a refused write but never hide a needed one.
  const known = await getItem(records, pair, false);
  if (known?.s !== undefined && known.s <= seen.seenAt) return;
  await putIf(
    records,
    { ...pair, s: seen.seenAt },
    {
      ConditionExpression: 'attribute_not_exists(pk) OR s > :seenAt',
      ExpressionAttributeValues: { ':seenAt': seen.seenAt },
    },
  );
}

async function* recordedOn(records: Table, scope: Scope, day: string): AsyncGenerator<RecordedFact> {
  for await (const row of sortKeysIn(records, partitions.recordedOn(scope, day))) yield recordedFactOf(row);
}

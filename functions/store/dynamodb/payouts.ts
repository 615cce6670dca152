import type { ParkedResult } from '../../../domain/payout/parked-result.ts';
import type { Batch, Payout } from '../../../domain/payout/payout.ts';
import { ordered } from '../order.ts';
import type { PayoutStore } from '../payout-store.ts';
import type { Table } from './items.ts';
import { factsAfter, getFact, listFacts, replaceFactIf } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoPayouts(records: Table): PayoutStore {
  return {
    payout: async (scope, which) => await getFact<Payout>(records, key.payout(scope, which)),
    payouts: async (scope, periodId) =>
      ordered(await listFacts<Payout>(records, partitions.payouts(scope, periodId)), ({ partnerId }) => partnerId),
    payoutsAfter: async (scope, periodId, page) =>
      await factsAfter<Payout>(records, partitions.payouts(scope, periodId), page),
    advancePayout: async (scope, expected, next) =>
      await replaceFactIf(
        records,
        { key: key.payout(scope, next), type: 'payout', fact: next, recordedAt: 0 },
        expected,
      ),
    batch: async (scope, batchId) => await getFact<Batch>(records, key.batch(scope, batchId)),
    batches: async (scope) =>
      ordered(await listFacts<Batch>(records, partitions.batches(scope)), ({ batchId }) => batchId),
    batchesAfter: async (scope, page) => await factsAfter<Batch>(records, partitions.batches(scope), page),
    advanceBatch: async (scope, expected, next) =>
      await replaceFactIf(
        records,
        { key: key.batch(scope, next.batchId), type: null, fact: next, recordedAt: next.draftedAt },
        expected,
      ),
    parked: async (scope) =>
      ordered(await listFacts<ParkedResult>(records, partitions.parked(scope)), ({ parkedId }) => parkedId),
    advanceParked: async (scope, expected, next) =>
      await replaceFactIf(
        records,
        { key: key.parked(scope, next.parkedId), type: null, fact: next, recordedAt: next.parkedAt },
        expected,
      ),
  };
}

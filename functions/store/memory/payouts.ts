import type { ParkedResult } from '../../../domain/payout/parked-result.ts';
import type { Batch, Payout } from '../../../domain/payout/payout.ts';
import { ordered, pageOfOrdered } from '../order.ts';
import type { PayoutStore } from '../payout-store.ts';
import { replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

export function memoryPayouts(): PayoutStore {
  const periods = new Spaces(() => new Map<string, Map<string, Payout>>());
  const batches = new Spaces(() => new Map<string, Batch>());
  const parked = new Spaces(() => new Map<string, ParkedResult>());
  return {
    payout: async (scope, { periodId, partnerId }) => periods.of(scope).get(periodId)?.get(partnerId) ?? null,
    payouts: async (scope, periodId) =>
      ordered(periods.of(scope).get(periodId)?.values() ?? [], ({ partnerId }) => partnerId),
    payoutsAfter: async (scope, periodId, page) =>
      pageOfOrdered(periods.of(scope).get(periodId)?.values() ?? [], ({ partnerId }) => partnerId, page),
    advancePayout: async (scope, expected, next) => {
      const own = getOrMake(periods.of(scope), next.periodId, () => new Map<string, Payout>());
      return replaceIf(own, next.partnerId, expected, next);
    },
    batch: async (scope, batchId) => batches.of(scope).get(batchId) ?? null,
    batches: async (scope) => ordered(batches.of(scope).values(), ({ batchId }) => batchId),
    batchesAfter: async (scope, page) => pageOfOrdered(batches.of(scope).values(), ({ batchId }) => batchId, page),
    advanceBatch: async (scope, expected, next) => replaceIf(batches.of(scope), next.batchId, expected, next),
    parked: async (scope) => ordered(parked.of(scope).values(), ({ parkedId }) => parkedId),
    advanceParked: async (scope, expected, next) => replaceIf(parked.of(scope), next.parkedId, expected, next),
  };
}

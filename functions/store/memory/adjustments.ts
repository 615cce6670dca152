import type { AdjustmentContent, AdjustmentStore, MoneyDraft, OpeningsContent } from '../ledger-store.ts';
import { ordered, pageOfOrdered } from '../order.ts';
import { replaceIf } from './put-once.ts';
import { Spaces } from './spaces.ts';

const OPENINGS = 'openings';

export function memoryAdjustments(): AdjustmentStore {
  const adjustments = new Spaces(() => new Map<string, MoneyDraft<AdjustmentContent>>());
  const openings = new Spaces(() => new Map<string, MoneyDraft<OpeningsContent>>());
  return {
    adjustment: async (scope, adjustmentId) => adjustments.of(scope).get(adjustmentId) ?? null,
    adjustments: async (scope) => ordered(adjustments.of(scope).values(), ({ content }) => content.adjustmentId),
    adjustmentsAfter: async (scope, page) =>
      pageOfOrdered(adjustments.of(scope).values(), ({ content }) => content.adjustmentId, page),
    advanceAdjustment: async (scope, expected, next) =>
      replaceIf(adjustments.of(scope), next.content.adjustmentId, expected, next),
    openings: async (scope) => openings.of(scope).get(OPENINGS) ?? null,
    advanceOpenings: async (scope, expected, next) => replaceIf(openings.of(scope), OPENINGS, expected, next),
  };
}

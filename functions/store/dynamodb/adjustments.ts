import type { AdjustmentContent, AdjustmentStore, MoneyDraft, OpeningsContent } from '../ledger-store.ts';
import { ordered } from '../order.ts';
import type { Table } from './items.ts';
import { factsAfter, getFact, listFacts, replaceFactIf } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoAdjustments(records: Table): AdjustmentStore {
  return {
    adjustment: async (scope, adjustmentId) =>
      await getFact<MoneyDraft<AdjustmentContent>>(records, key.adjustment(scope, adjustmentId)),
    adjustments: async (scope) =>
      ordered(
        await listFacts<MoneyDraft<AdjustmentContent>>(records, partitions.adjustments(scope)),
        ({ content }) => content.adjustmentId,
      ),
    adjustmentsAfter: async (scope, page) =>
      await factsAfter<MoneyDraft<AdjustmentContent>>(records, partitions.adjustments(scope), page),
    advanceAdjustment: async (scope, expected, next) => {
      const row = { key: key.adjustment(scope, next.content.adjustmentId), type: 'adjustment' } as const;
      return await replaceFactIf(records, { ...row, recordedAt: next.draftedAt, fact: next }, expected);
    },
    openings: async (scope) => await getFact<MoneyDraft<OpeningsContent>>(records, key.openings(scope)),
    advanceOpenings: async (scope, expected, next) => {
      const row = { key: key.openings(scope), type: 'openings', recordedAt: next.draftedAt, fact: next } as const;
      return await replaceFactIf(records, row, expected);
    },
  };
}

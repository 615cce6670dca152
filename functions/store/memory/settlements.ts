import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { ordered } from '../order.ts';
import type { SettlementStore } from '../store.ts';
import { isSameContent } from './put-once.ts';
import { Spaces } from './spaces.ts';

export function memorySettlements(): SettlementStore {
  const spaces = new Spaces(() => new Map<string, SettlementRecord>());
  return {
    settlement: async (scope, periodId) => spaces.of(scope).get(periodId) ?? null,
    settlements: async (scope) => ordered(spaces.of(scope).values(), (record) => record.periodId),
    advance: async (scope, expected, next) => {
      const records = spaces.of(scope);
      const stored = records.get(next.periodId) ?? null;
      // Already the next: an earlier try of the same step got through.
      if (!isSameContent(stored, expected)) return isSameContent(stored, next);
      records.set(next.periodId, next);
      return true;
    },
  };
}

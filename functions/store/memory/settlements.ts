import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { refuseOwnApproval } from '../../../domain/settlement/settlement.ts';
import { ordered } from '../order.ts';
import type { SettlementStore } from '../settlement-store.ts';
import { replaceIf } from './put-once.ts';
import { Spaces } from './spaces.ts';

export function memorySettlements(): SettlementStore {
  const spaces = new Spaces(() => new Map<string, SettlementRecord>());
  return {
    settlement: async (scope, periodId) => spaces.of(scope).get(periodId) ?? null,
    settlements: async (scope) => ordered(spaces.of(scope).values(), (record) => record.periodId),
    advance: async (scope, expected, next) => {
      refuseOwnApproval(expected, next);
      return replaceIf(spaces.of(scope), next.periodId, expected, next);
    },
  };
}

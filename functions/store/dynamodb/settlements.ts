import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { refuseOwnApproval } from '../../../domain/settlement/settlement.ts';
import { ordered } from '../order.ts';
import type { Scope } from '../scope.ts';
import type { SettlementStore } from '../settlement-store.ts';
import { encodeFact } from './codec.ts';
import type { Table } from './items.ts';
import { getFact, listFacts, replaceIf } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoSettlements(records: Table): SettlementStore {
  return {
    settlement: async (scope, periodId) => await getFact<SettlementRecord>(records, key.settlement(scope, periodId)),
    settlements: async (scope) =>
      ordered(await listFacts<SettlementRecord>(records, partitions.settlements(scope)), (record) => record.periodId),
    advance: async (scope, expected, next) => await advance(records, scope, { expected, next }),
  };
}

async function advance(
  records: Table,
  scope: Scope,
  { expected, next }: { readonly expected: SettlementRecord | null; readonly next: SettlementRecord },
): Promise<boolean> {
  // The write's condition is that `expected` is stored, so that its makers are the stored ones.
  refuseOwnApproval(expected, next);
  const { body, hash } = encodeFact(next);
  const item = { ...key.settlement(scope, next.periodId), t: 'settlement', h: hash, b: body };
  return await replaceIf(records, item, expected, next);
}

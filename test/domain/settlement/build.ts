import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { openRecord } from '../../../functions/usecases/settlement/settlement-record.ts';

/** October 2026, open, the first period of a program. */
export function aSettlement(change: Partial<SettlementRecord> = {}): SettlementRecord {
  return { ...openRecord('2026-10'), ...change };
}

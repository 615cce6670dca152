import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';

/** October 2026, open, the first period of a program. */
export function aSettlement(change: Partial<SettlementRecord> = {}): SettlementRecord {
  return {
    periodId: '2026-10',
    status: 'open',
    previousPeriodId: null,
    manifestHash: null,
    runId: null,
    sealedBy: null,
    calculatedBy: null,
    approvedBy: null,
    sealedAt: null,
    calculatedAt: null,
    approvedAt: null,
    closedAt: null,
    payoutRunAt: null,
    rejections: [],
    ...change,
  };
}

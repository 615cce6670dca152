import type { PeriodId } from '../ids.ts';
import type { Instant } from '../time.ts';

export type SettlementStatus = 'open' | 'sealed' | 'calculated' | 'approved' | 'closed';

/** Where a period of a program stands on its way to being closed. Each step adds what it made; none takes back. */
export interface SettlementRecord {
  readonly periodId: PeriodId;
  readonly status: SettlementStatus;
  /** The period closed before this one, whose run the calculation goes on from; null for the first. */
  readonly previousPeriodId: PeriodId | null;
  /** Hash of the sealed manifest; also its blob's name. */
  readonly manifestHash: string | null;
  /** The run: hash over manifest, predecessor and engine version; also the name of its blobs. */
  readonly runId: string | null;
  readonly sealedBy: string | null;
  readonly approvedBy: string | null;
  readonly sealedAt: Instant | null;
  readonly calculatedAt: Instant | null;
  readonly approvedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly payoutRunAt: Instant | null;
}

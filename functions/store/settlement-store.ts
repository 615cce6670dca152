import type { PeriodId } from '../../domain/ids.ts';
import type { SettlementRecord } from '../../domain/settlement/settlement.ts';
import type { Scope } from './scope.ts';

export interface SettlementStore {
  settlement(scope: Scope, periodId: PeriodId): Promise<SettlementRecord | null>;
  /** All of a program, by period. */
  settlements(scope: Scope): Promise<readonly SettlementRecord[]>;
  /**
   * Replaces the record if it is still `expected` (null: absent). False when somebody else was first. An approval by a maker of
   * the run is never written: `approval.same-person`.
   */
  advance(scope: Scope, expected: SettlementRecord | null, next: SettlementRecord): Promise<boolean>;
}

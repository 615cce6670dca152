import type { PeriodId } from '../../../domain/ids.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Summary } from '../../../domain/settlement/summary.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';
import { openRecord, runKeyOf } from './settlement-record.ts';

/** Where a period stands, and its figures once it is calculated. */
export async function readSettlement(
  deps: Deps,
  { scope, periodId }: { readonly scope: Scope; readonly periodId: PeriodId },
): Promise<{ readonly settlement: SettlementRecord; readonly summary: Summary | null }> {
  await programOf(deps, scope);
  const settlement = (await deps.stores.settlements.settlement(scope, periodId)) ?? openRecord(periodId);
  const summary = settlement.runId === null ? null : await deps.stores.runs.summary(scope, runKeyOf(settlement));
  return { settlement, summary };
}

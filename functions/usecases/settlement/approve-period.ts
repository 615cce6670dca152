import type { PeriodId } from '../../../domain/ids.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { makersOf } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { requireSecondPerson } from './four-eyes.ts';
import { advance, recordIn } from './settlement-record.ts';

/**
 * Approves a draft run: from then on nobody can seal anew, and what is posted, shard by shard, is this run for good. Asked
 * again, by anybody, it answers the approval that stands.
 */
export async function approvePeriod(
  deps: Deps,
  { scope, periodId, actor }: { readonly scope: Scope; readonly periodId: PeriodId; readonly actor: string },
): Promise<SettlementRecord> {
  const record = await recordIn(deps, scope, periodId, ['calculated', 'approved']);
  if (record.status === 'approved') return record;
  const name = { en: `the run of ${periodId}`, ja: `${periodId}の計算` };
  for (const draftedBy of makersOf(record)) requireSecondPerson({ name, draftedBy }, actor);
  return advance(deps, scope, record, { ...record, status: 'approved', approvedBy: actor, approvedAt: deps.now() });
}

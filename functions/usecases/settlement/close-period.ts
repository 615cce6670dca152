import type { PeriodId } from '../../../domain/ids.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { signPeriod } from '../integrity/sign-period.ts';
import { advance, recordIn } from './settlement-record.ts';

/** Closes an approved period all of whose shards have been checked and issued: signs the root over them. */
export async function closePeriod(
  deps: Deps,
  { scope, periodId }: { readonly scope: Scope; readonly periodId: PeriodId },
): Promise<SettlementRecord> {
  const record = await recordIn(deps, scope, periodId, ['approved', 'closed']);
  if (record.status === 'closed') return record;
  await signPeriod(deps, { scope, record });
  return advance(deps, scope, record, { ...record, status: 'closed', closedAt: deps.now() });
}

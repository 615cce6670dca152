import type { PeriodId } from '../../../domain/ids.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';
import { advance, openRecord, recordIn } from './settlement-record.ts';

export interface RejectCommand {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly actor: string;
  readonly reason: string;
}

/**
 * Throws the seal and the draft run of a period away: it is open again, and the next seal takes what has been recorded since.
 * Nothing was posted, so nothing is taken back; only who rejected it, and why, is kept.
 */
export async function rejectPeriod(
  deps: Deps,
  { scope, periodId, actor: rejectedBy, reason }: RejectCommand,
): Promise<SettlementRecord> {
  await programOf(deps, scope);
  const record = await recordIn(deps, scope, periodId, ['open', 'sealed', 'calculated']);
  const last = record.rejections.at(-1);
  // Told twice: the answer to the first was lost.
  if (record.status === 'open' && last?.rejectedBy === rejectedBy && last.reason === reason) return record;
  await recordIn(deps, scope, periodId, ['sealed', 'calculated']);
  const rejections = [...record.rejections, { rejectedBy, rejectedAt: deps.now(), reason }];
  return advance(deps, scope, record, { ...openRecord(periodId), rejections });
}

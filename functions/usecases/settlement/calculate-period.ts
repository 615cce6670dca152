import { Broken } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { unsealed } from '../../../domain/settlement/manifest.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { advance, recordIn, runIdOf, runKeyOf } from './settlement-record.ts';

/** Makes a draft run of a sealed period. Nothing is posted; the same seal always makes the same run. */
export async function calculatePeriod(
  deps: Deps,
  { scope, periodId, actor }: { readonly scope: Scope; readonly periodId: PeriodId; readonly actor: string },
): Promise<SettlementRecord> {
  const { runs, settlements } = deps.stores;
  const record = await recordIn(deps, scope, periodId, ['sealed', 'calculated']);
  const manifest = await runs.manifest(scope, periodId, record.manifestHash ?? '');
  if (manifest === null) throw new Broken('manifest.missing', `the manifest of ${periodId} is gone`);
  const previous =
    record.previousPeriodId === null ? null : await settlements.settlement(scope, record.previousPeriodId);
  const carry = previous === null ? EMPTY_CARRY : await runs.carry(scope, runKeyOf(previous));
  const { facts, terms } = unsealed(manifest);
  const result = closePeriod(terms.calendar.period(periodId), facts, carry, terms);
  const runId = runIdOf(deps, manifest.header.hash, previous?.runId ?? null);
  await runs.putRun(scope, { periodId, runId, result, terms });
  if (record.runId === runId) return record;
  const calculated = { runId, calculatedBy: actor, calculatedAt: deps.now() };
  return advance(deps, scope, record, { ...record, status: 'calculated', ...calculated });
}

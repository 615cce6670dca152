import type { PeriodId } from '../../../domain/ids.ts';
import { bookedAfter, calendarOf } from '../../../domain/settlement/calendar.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { payoutEntry } from '../../../domain/settlement/settlement-entries.ts';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { advance, recordIn, runKeyOf } from '../settlement/settlement-record.ts';
import { programOf } from '../terms/load-terms.ts';

/** Puts every payout of a closed period on its way: one entry each, once, however often the run is started. */
export async function runPayouts(
  deps: Deps,
  { scope, periodId }: { readonly scope: Scope; readonly periodId: PeriodId },
): Promise<SettlementRecord> {
  const record = await recordIn(deps, scope, periodId, ['closed']);
  if (record.payoutRunAt !== null) return record;
  const program = await programOf(deps, scope);
  const calendar = calendarOf(program.timezone);
  const period = calendar.period(periodId);
  const bookedOn = bookedAfter(periodId, record.closedAt ?? period.end, calendar);
  const partners = await deps.stores.runs.partners(scope, runKeyOf(record));
  await mapLimited(partners, WORK_AT_ONCE, async ({ partnerId, payoutMinor }) => {
    const statementId = statementIdOf(scope.programId, periodId, partnerId);
    const entry = payoutEntry({ partnerId, payoutMinor, statementId, bookedOn }, period, { program });
    if (entry !== null) await deps.stores.ledger.post(entry);
  });
  return advance(deps, scope, record, { ...record, payoutRunAt: deps.now() });
}

import type { Plan } from '../../../domain/commission/plan.ts';
import { Broken, DomainError } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { unsealed } from '../../../domain/settlement/manifest.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { simulatedMonth } from '../../../domain/settlement/simulate.ts';
import type { MonthPair, Simulation } from '../../../domain/settlement/simulation.ts';
import { simulationOf } from '../../../domain/settlement/simulation.ts';
import { SIMULATED_MONTHS_MAX } from '../../limits.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { monthsBetween } from '../months-asked.ts';
import { recordIn, runKeyOf } from '../settlement/settlement-record.ts';
import { programOf } from '../terms/load-terms.ts';
import { readPlan } from '../terms/plan-version.ts';
import { refusePlanFaults } from '../terms/publish-plan.ts';

export interface SimulatePlan {
  readonly scope: Scope;
  /** A plan, or the version of a stored one. */
  readonly plan: Plan | number;
  /** First and last month, both closed. */
  readonly from: PeriodId;
  readonly to: PeriodId;
}

/** Runs a draft plan over closed months, from their manifests and from what the close before them left. Writes nothing. */
export async function simulatePlan(deps: Deps, { scope, plan: given, from, to }: SimulatePlan): Promise<Simulation> {
  const program = await programOf(deps, scope);
  const plan = typeof given === 'number' ? (await readPlan(deps, scope, given)).plan : given;
  await refusePlanFaults(deps, { merchantId: scope.merchantId, program, plan }, 'plan.');
  const months = simulatedMonths(from, to);
  const records: SettlementRecord[] = [];
  for (const month of months) records.push(await recordIn(deps, scope, month, ['closed']));
  const { runs } = deps.stores;
  let carry = await carryBefore(deps, scope, records[0] ?? null);
  const pairs: MonthPair[] = [];
  for (const record of records) {
    const { periodId, manifestHash } = record;
    const manifest = manifestHash === null ? null : await runs.manifest(scope, periodId, manifestHash);
    if (manifest === null) throw new Broken('manifest.missing', `the manifest of ${periodId} is gone`);
    const { facts, terms } = unsealed(manifest);
    const { calendar } = terms;
    const month = { period: calendar.period(periodId), facts, terms };
    const simulated = simulatedMonth(month, carry, { plan, since: calendar.period(from).start });
    carry = simulated.carry;
    pairs.push({ actual: await runs.summary(scope, runKeyOf(record)), draft: simulated.summary });
  }
  return simulationOf(pairs);
}

/** What the close before the first simulated month really left. */
async function carryBefore({ stores }: Deps, scope: Scope, first: SettlementRecord | null) {
  const periodId = first?.previousPeriodId ?? null;
  const previous = periodId === null ? null : await stores.settlements.settlement(scope, periodId);
  return previous === null ? EMPTY_CARRY : stores.runs.carry(scope, runKeyOf(previous));
}

/** The months to simulate, both included, in order; refused when there are none or too many. */
export function simulatedMonths(from: PeriodId, to: PeriodId): readonly PeriodId[] {
  if (to < from) {
    throw new DomainError(
      'period.invalid',
      { en: `must not be before from, ${from}, got ${to}`, ja: `from（${from}）以降にしてください（入力値: ${to}）` },
      { field: 'to' },
    );
  }
  const months = monthsBetween(from, to);
  if (months.length <= SIMULATED_MONTHS_MAX) return months;
  const message = {
    en: `at most ${SIMULATED_MONTHS_MAX} months are simulated at once, got ${from} to ${to}`,
    ja: `一度に試算できるのは${SIMULATED_MONTHS_MAX}か月までです（入力値: ${from}～${to}）`,
  };
  throw new DomainError('period.invalid', message, { field: 'to' });
}

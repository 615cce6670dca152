import { fitWindow } from '../../../domain/attribution/fit-window.ts';
import { fitIfPossible } from '../../../domain/attribution/fitted-model.ts';
import type { JourneyPath } from '../../../domain/attribution/journey-path.ts';
import { Broken } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Model } from '../../../domain/partner/program.ts';
import { isDataDriven } from '../../../domain/partner/program.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import type { ModelComparison } from '../../../domain/settlement/compare-models.ts';
import { compareModels as compare } from '../../../domain/settlement/compare-models.ts';
import { unsealed } from '../../../domain/settlement/manifest.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { recordIn, runKeyOf } from '../settlement/settlement-record.ts';
import { programOf } from '../terms/load-terms.ts';
import { storedJourneys } from './stored-journeys.ts';

export interface CompareModels {
  readonly scope: Scope;
  /** Closed. */
  readonly periodId: PeriodId;
  readonly models: readonly Model[];
}

/**
 * Credits a closed period by several models, from its manifest and what the close before it left. The program's own model uses the fit
 * that was sealed; others are fitted on what the store holds today. Writes nothing.
 */
export async function compareModels(deps: Deps, { scope, periodId, models }: CompareModels): Promise<ModelComparison> {
  await programOf(deps, scope);
  const record = await recordIn(deps, scope, periodId, ['closed']);
  const { runs, settlements } = deps.stores;
  const manifest = await runs.manifest(scope, periodId, record.manifestHash ?? '');
  if (manifest === null) throw new Broken('manifest.missing', `the manifest of ${periodId} is gone`);
  const { facts, terms } = unsealed(manifest);
  const { previousPeriodId } = record;
  const previous = previousPeriodId === null ? null : await settlements.settlement(scope, previousPeriodId);
  const carry = previous === null ? EMPTY_CARRY : await runs.carry(scope, runKeyOf(previous));
  const period = terms.calendar.period(periodId);
  const isOwn = (model: Model): boolean => canonical(model) === canonical(terms.program.attribution.model);
  const others = models.filter((model) => isDataDriven(model) && !isOwn(model));
  const pathsOf = await pathsByModel(deps, scope, others, { terms, cutoff: period.end });
  return compare({ period, facts, carry, terms }, models, (model) => {
    if (isOwn(model)) return terms.fit;
    const window = fitWindow({ ...terms.program.attribution, model }, period.end);
    const named = { programId: scope.programId, window };
    return fitIfPossible(model, pathsOf(model), named, deps.sha256);
  });
}

/** Journeys are read once for each length of window. */
async function pathsByModel(
  deps: Deps,
  scope: Scope,
  models: readonly Model[],
  { terms, cutoff }: { readonly terms: ProgramTerms; readonly cutoff: number },
): Promise<(model: Model) => readonly JourneyPath[]> {
  const windowOf = (model: Model) => fitWindow({ ...terms.program.attribution, model }, cutoff);
  const found = new Map<number, readonly JourneyPath[]>();
  for (const model of models) {
    const window = windowOf(model);
    if (!found.has(window.from)) found.set(window.from, await storedJourneys(deps, scope, window, terms));
  }
  return (model) => found.get(windowOf(model).from) ?? [];
}

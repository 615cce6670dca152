import { fitWindow } from '../../../domain/attribution/fit-window.ts';
import type { FittedModel } from '../../../domain/attribution/fitted-model.ts';
import { fitModel, isRefusedFit } from '../../../domain/attribution/fitted-model.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import { directoryOf } from '../../../domain/partner/directory.ts';
import { isDataDriven } from '../../../domain/partner/program.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { accepted } from '../facts/put-fact.ts';
import { loadDirectory, programOf } from '../terms/load-terms.ts';
import { storedJourneys } from './stored-journeys.ts';

/**
 * Fits a program's data-driven model on the stored journeys of the window that ends with a period, and stores the snapshot. The
 * same journeys make the same snapshot, which keeps the instant of its first fit.
 */
export async function fitProgram(
  deps: Deps,
  { scope, periodId }: { readonly scope: Scope; readonly periodId: PeriodId },
): Promise<Recorded<FittedModel>> {
  const program = await programOf(deps, scope);
  const { model } = program.attribution;
  if (!isDataDriven(model)) {
    const message = {
      en: `the model of ${program.programId} is ${model.name}; markov and shapley are fitted`,
      ja: `${program.programId}のモデルは${model.name}です。学習を行うのはmarkovとshapleyです。`,
    };
    throw new DomainError('model.not-data-driven', message, { field: 'programId' });
  }
  const window = fitWindow(program.attribution, calendarOf(program.timezone).period(periodId).end);
  const { enrollments, coupons } = await loadDirectory(deps.stores, scope);
  const terms = { program, directory: directoryOf(enrollments, coupons) };
  const paths = await storedJourneys(deps, scope, window, terms);
  const fit = fitModel(model, paths, { programId: program.programId, window }, deps.sha256);
  const put = await deps.stores.snapshots.putSnapshot(scope, { fact: fit, recordedAt: deps.now() });
  const name = { en: `snapshot ${fit.snapshotId}`, ja: `スナップショット${fit.snapshotId}` };
  return accepted(put, fit, { name, code: 'snapshot.conflict' });
}

/** As `fitProgram`; null for other models, and where a fit is refused: the month is closed all the same. */
export async function fitForSeal(
  deps: Deps,
  command: { readonly scope: Scope; readonly periodId: PeriodId },
): Promise<FittedModel | null> {
  const { attribution } = await programOf(deps, command.scope);
  if (!isDataDriven(attribution.model)) return null;
  try {
    return (await fitProgram(deps, command)).fact;
  } catch (error) {
    if (isRefusedFit(error)) return null;
    throw error;
  }
}

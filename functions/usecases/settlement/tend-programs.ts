import { fitWindow } from '../../../domain/attribution/fit-window.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { isDataDriven } from '../../../domain/partner/program.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Deps, StepRunner } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { destroyDaySalts } from '../facts/destroy-day-salts.ts';
import { escalateReviews } from '../facts/list-reviews.ts';

/** A host that stood still for less than this tells of every overdue review all the same; longer ago: `POST …/reviews/escalate`. */
const DAYS_BACK = 7;

export interface TendedPrograms {
  readonly programs: number;
  /** Reviews whose deadline had passed, told of for the first time. */
  readonly escalated: number;
  /** Fits that were begun. */
  readonly fits: number;
  /** Salts of days that are over, destroyed. */
  readonly salts: number;
}

/**
 * What time does to the programs of all merchants by itself: reviews past their deadline are told of, and a data-driven model is
 * fitted when a period has ended; salts of days that are over are destroyed. Done again, it changes nothing. What goes wrong with one program holds up no other.
 */
export async function tendPrograms(deps: Deps, steps: StepRunner): Promise<TendedPrograms> {
  const tended = { programs: 0, escalated: 0, fits: 0, salts: await destroyDaySalts(deps) };
  const failures: unknown[] = [];
  for await (const scope of deps.stores.programs.everyProgram()) {
    try {
      const program = await deps.stores.programs.program(scope);
      if (program === null) continue;
      tended.programs += 1;
      if (program.review !== undefined) tended.escalated += await escalateReviews(deps, { scope, daysBack: DAYS_BACK });
      if (await beginFit(deps, steps, { scope, program })) tended.fits += 1;
    } catch (cause) {
      failures.push(new Error(`program ${scope.programId} of ${scope.merchantId}`, { cause }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} programs could not be tended`);
  return tended;
}

/** Begins the fit of the period that ended last, unless there is one. A program that is younger has nothing to be fitted on. */
async function beginFit(
  { stores, now }: Deps,
  steps: StepRunner,
  { scope, program }: { readonly scope: Scope; readonly program: Program },
): Promise<boolean> {
  if (!isDataDriven(program.attribution.model)) return false;
  const { periodOf } = calendarOf(program.timezone);
  const { periodId, end } = periodOf(periodOf(now()).start - 1);
  const since = await stores.programs.programSince(scope);
  if (since === null || since >= end) return false;
  const latest = await stores.snapshots.latestSnapshot(scope);
  if (latest !== null && latest.fact.window.to >= fitWindow(program.attribution, end).to) return false;
  await steps.start('fit', { ...scope, periodId, actor: 'schedule' });
  return true;
}

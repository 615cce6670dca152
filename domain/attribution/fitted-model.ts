import { DomainError } from '../errors.ts';
import type { ProgramId } from '../ids.ts';
import { canonical } from '../integrity/canonical.ts';
import type { DataDrivenModel } from '../partner/program.ts';
import { fitMarkov, fitShapley } from './fit.ts';
import type { FitWindow } from './fit-window.ts';
import type { JourneyPath } from './journey-path.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * A fit with what it was made of: a fact that is stored once and never edited. Its id follows from its cause, so the same
 * journeys make the same snapshot; when it was fitted is when it was recorded.
 */
export interface FittedModel {
  readonly snapshotId: string;
  readonly programId: ProgramId;
  /** The journeys of this time, `to` excluded. */
  readonly window: FitWindow;
  readonly journeys: JourneyCounts;
  /** Over the counted paths. */
  readonly inputHash: string;
  readonly snapshot: Snapshot;
}

/** What of a fit decides credits, and its name. */
export type Fit = Pick<FittedModel, 'snapshotId' | 'snapshot'>;

interface JourneyCounts {
  readonly converting: number;
  readonly nonConverting: number;
  /** Different ones. */
  readonly paths: number;
}

/**
 * Fits a data-driven model on the counted paths of a program's journeys. Refused with `shapley.too-many-partners` where it
 * cannot be exact, with `markov.too-large` where it would take too long.
 */
export function fitModel(
  model: DataDrivenModel,
  paths: readonly JourneyPath[],
  { programId, window }: Pick<FittedModel, 'programId' | 'window'>,
  sha256: (text: string) => string,
): FittedModel {
  const snapshot = model.name === 'markov' ? fitMarkov(paths, model.order) : fitShapley(paths, model.characteristic);
  let converting = 0;
  let nonConverting = 0;
  for (const { conversions, nulls } of paths) {
    converting += conversions;
    nonConverting += nulls;
  }
  const inputHash = sha256(canonical(paths));
  return {
    snapshotId: sha256(canonical([FIT_VERSION, programId, window, model, inputHash])).slice(0, ID_LETTERS),
    programId,
    window,
    journeys: { converting, nonConverting, paths: paths.length },
    inputHash,
    snapshot,
  };
}

const ID_LETTERS = 32;
/** Another one for every change of what is made of the same journeys. */
const FIT_VERSION = '2';

/** As `fitModel`, but null where the fit is refused: a month is closed all the same, its credits linear with a note. */
export function fitIfPossible(...given: Parameters<typeof fitModel>): FittedModel | null {
  try {
    return fitModel(...given);
  } catch (error) {
    if (isRefusedFit(error)) return null;
    throw error;
  }
}

const REFUSALS: readonly string[] = ['shapley.too-many-partners', 'markov.too-large'];

/** Whether journeys are too many for an exact fit; anything else is broken. */
export function isRefusedFit(error: unknown): boolean {
  return error instanceof DomainError && REFUSALS.includes(error.code);
}

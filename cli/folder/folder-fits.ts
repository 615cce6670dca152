import { fitWindow } from '../../domain/attribution/fit-window.ts';
import type { FittedModel } from '../../domain/attribution/fitted-model.ts';
import { fitIfPossible } from '../../domain/attribution/fitted-model.ts';
import type { Model } from '../../domain/partner/program.ts';
import { isDataDriven } from '../../domain/partner/program.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import { programJourneys, seenIn } from '../../domain/settlement/program-journeys.ts';
import { sha256 } from '../../functions/runtime/ids.ts';
import { sealing } from './facts-by-period.ts';
import type { Folder } from './folder.ts';
import { folderTerms } from './folder-terms.ts';

/** The fit of a model for the month of a folder that is in memory; null for other models, and where it is refused. */
export function folderFits(folder: Folder, model: Model): (period: Period) => FittedModel | null {
  if (!isDataDriven(model)) return () => null;
  const terms = folderTerms(folder);
  const { clicks, sealed } = sealing(folder.clicks);
  const conversions = folder.conversions.map(sealed);
  const facts = { conversions, clicks, seen: seenIn(conversions) };
  const { programId, attribution } = terms.program;
  return ({ end }) => {
    const window = fitWindow({ ...attribution, model }, end);
    return fitIfPossible(model, programJourneys(facts, window, terms), { programId, window }, sha256);
  };
}

import { fitWindow } from '../../domain/attribution/fit-window.ts';
import type { FittedModel } from '../../domain/attribution/fitted-model.ts';
import { fitIfPossible } from '../../domain/attribution/fitted-model.ts';
import { countedPaths } from '../../domain/attribution/journey-path.ts';
import { isDataDriven } from '../../domain/partner/program.ts';
import { sha256 } from '../../functions/runtime/ids.ts';
import { fitWarnings } from '../fit-warnings.ts';
import type { PartitionFacts } from '../partitions/partition.ts';
import type { Progress } from '../progress.ts';
import type { CloseJob } from './close-job.ts';
import { closePlan } from './close-job.ts';
import { crewFor, each } from './crew.ts';

/**
 * Fits the data-driven model of a program for every month, on the journeys in the window that ends with it: what happens
 * later leaves no trace in it. Null where there is nothing to fit, and where a fit is refused.
 */
export async function fitMonths(
  job: CloseJob,
  read: (partition: number) => PartitionFacts,
  progress: Progress,
): Promise<readonly (FittedModel | null)[]> {
  const { programId, attribution } = job.folder.program;
  const { model } = attribution;
  if (!isDataDriven(model)) return [];
  const { partitions } = job.folder;
  const crew = crewFor(job, read);
  try {
    const reading = progress.phase('reading journeys, parts', 2 * partitions);
    await each(partitions, crew.see, () => reading.advance());
    await crew.handOver();
    const counted = await each(partitions, crew.count, () => reading.advance());
    reading.done();
    const fits = closePlan(job).periods.map(({ end }, month) => {
      const paths = countedPaths(counted.flatMap((months) => months[month] ?? []));
      return fitIfPossible(model, paths, { programId, window: fitWindow(attribution, end) }, sha256);
    });
    for (const warning of fitWarnings(model, fits.at(-1) ?? null)) progress.note(`bunpai: ${warning}`);
    return fits;
  } finally {
    await crew.dismiss();
  }
}

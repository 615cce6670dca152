import { logger } from '../runtime/logger.ts';
import type { TendedPrograms } from '../usecases/settlement/tend-programs.ts';
import { tendPrograms } from '../usecases/settlement/tend-programs.ts';

/** Once a day: tells of overdue reviews and begins fits of data-driven models, of all merchants. */
export async function handler(): Promise<TendedPrograms> {
  // Imported late, so that other hosts never load what only AWS needs.
  const { awsDeps, stepRunnerOf } = await import('../runtime/aws/deps.ts');
  const deps = awsDeps();
  const tended = await tendPrograms(deps, stepRunnerOf(deps));
  logger.info('programs tended', { ...tended });
  return tended;
}

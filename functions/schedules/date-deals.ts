import { logger } from '../runtime/logger.ts';
import type { Dated } from '../usecases/date-all.ts';
import { dateAll } from '../usecases/date-all.ts';

/** Every hour: tells of decisions about deals and answers to claims that are late, and of protections that are over, of all merchants. */
export async function handler(): Promise<Dated> {
  // Imported late, so that other hosts never load what only AWS needs.
  const { awsDeps } = await import('../runtime/aws/deps.ts');
  const dated = await dateAll(awsDeps(), { merchantId: null });
  logger.info('dated deals and claims', { ...dated });
  return dated;
}

import { logger } from '../runtime/logger.ts';
import type { DatedDeals } from '../usecases/deal/date-deals.ts';
import { dateDeals } from '../usecases/deal/date-deals.ts';

/** Every hour: tells of decisions about deals that are late and of protections that are over, of all merchants. */
export async function handler(): Promise<DatedDeals> {
  // Imported late, so that other hosts never load what only AWS needs.
  const { awsDeps } = await import('../runtime/aws-deps.ts');
  const dated = await dateDeals(awsDeps(), { merchantId: null });
  logger.info('dated deals', { ...dated });
  return dated;
}

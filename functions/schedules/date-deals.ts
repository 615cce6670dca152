import { logger } from '../runtime/logger.ts';
import { dateClaims } from '../usecases/claim/date-claims.ts';
import type { DatedDeals } from '../usecases/deal/date-deals.ts';
import { dateDeals } from '../usecases/deal/date-deals.ts';

/** Every hour: tells of decisions about deals and answers to claims that are late, and of protections that are over, of all merchants. */
export async function handler(): Promise<{
  readonly deals: DatedDeals;
  readonly claims: { readonly escalated: number };
}> {
  // Imported late, so that other hosts never load what only AWS needs.
  const { awsDeps } = await import('../runtime/aws/deps.ts');
  const everybody = { merchantId: null };
  const dated = { deals: await dateDeals(awsDeps(), everybody), claims: await dateClaims(awsDeps(), everybody) };
  logger.info('dated deals and claims', dated);
  return dated;
}

import { logger } from '../runtime/logger.ts';
import { confirmSilent } from '../usecases/statement/confirm-silent.ts';

/** Once a day: confirms by silence what nobody disputed until its deadline, of all merchants. */
export async function handler(): Promise<{ readonly confirmed: number }> {
  // Imported late, so that other hosts never load what only AWS needs.
  const { awsDeps } = await import('../runtime/aws/deps.ts');
  const confirmed = await confirmSilent(awsDeps(), { merchantId: null });
  logger.info('confirmed by silence', { confirmed });
  return { confirmed };
}

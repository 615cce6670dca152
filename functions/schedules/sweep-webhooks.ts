import { logger } from '../runtime/logger.ts';
import { sweepDeliveries } from '../usecases/webhook/sweep-deliveries.ts';

/** Every minute: has the attempts of webhooks made that no queue holds, of all merchants. */
export async function handler(): Promise<{ readonly asked: number }> {
  // Imported late, so that other hosts never load what only AWS needs.
  const { awsDeps } = await import('../runtime/aws/deps.ts');
  const asked = await sweepDeliveries(awsDeps());
  if (asked > 0) logger.info('swept webhooks', { asked });
  return { asked };
}

import * as z from 'zod';
import { logger } from '../runtime/logger.ts';
import { awsPublishing } from './aws-publishing.ts';
import { republish } from './republish.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a UTC day such as "2026-10-01"');
const commandSchema = z.object({ merchantId: z.string(), programId: z.string(), from: day, to: day });

/** For an operator to invoke by hand after a stream was lost, with `{ merchantId, programId, from, to }`. */
export async function handler(input: unknown): Promise<{ readonly published: number }> {
  const { merchantId, programId, from, to } = commandSchema.parse(input);
  const { awsDeps } = await import('../runtime/aws/deps.ts');
  const deps = { ...awsPublishing(), stores: awsDeps().stores };
  const published = await republish(deps, { scope: { merchantId, programId }, from, to });
  logger.info('republished', { merchantId, programId, from, to, published });
  return { published };
}

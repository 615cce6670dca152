import { z } from 'zod';
import { periodIdSchema } from './common.ts';
import { planSchema } from './plan.ts';

/** Stand in where a draft has none: it is the plan of every simulated month, whatever it says of its version and beginning. */
const UNPUBLISHED = { version: 1, effectiveFrom: '2000-01-01' };

/** A plan that is not published yet; its version and first day may be left out. */
export const draftSchema = z.preprocess(
  (draft) =>
    typeof draft === 'object' && draft !== null && !Array.isArray(draft) ? { ...UNPUBLISHED, ...draft } : draft,
  planSchema,
);

export const simulationSchema = z.strictObject({ plan: draftSchema, from: periodIdSchema, to: periodIdSchema });

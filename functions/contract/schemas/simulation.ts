import * as z from 'zod';
import { told } from '../told.ts';
import { periodIdSchema } from './common.ts';
import { planSchema, versionSchema } from './plan.ts';

/** Stand in where a draft has none: it is the plan of every simulated month, whatever it says of its version and beginning. */
const UNPUBLISHED = { version: 1, effectiveFrom: '2000-01-01' };

/** A plan that is not published yet; its version and first day may be left out. */
export const draftSchema = z.preprocess(
  (draft) =>
    typeof draft === 'object' && draft !== null && !Array.isArray(draft) ? { ...UNPUBLISHED, ...draft } : draft,
  planSchema,
);

const months = { from: periodIdSchema, to: periodIdSchema };

/** A plan, or as `version` one that is stored, draft or published; and the months to run it over. */
export const simulationSchema = z
  .strictObject({ ...months, plan: draftSchema.optional(), version: versionSchema.optional() })
  .transform(({ plan, version, ...between }, context) => {
    const given = plan ?? version;
    if (given !== undefined && (plan === undefined || version === undefined)) return { ...between, plan: given };
    context.issues.push({
      code: 'custom',
      input: plan,
      path: ['plan'],
      message: told({ en: 'give either plan or version', ja: 'planとversionは、どちらか一方だけを指定してください' }),
    });
    return z.NEVER;
  });

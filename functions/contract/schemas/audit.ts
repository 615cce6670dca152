import * as z from 'zod';
import { told } from '../told.ts';
import { instantSchema } from './common.ts';
import { pageMembers } from './page.ts';

const TEXT_MAX = 300;

/** Which entries of the audit log. */
export const auditQuerySchema = z
  .strictObject({
    actor: z.string().min(1).max(TEXT_MAX).optional(),
    thing: z
      .string()
      .max(TEXT_MAX)
      .regex(
        /^[\w-]+\/./,
        told({
          en: 'must be a kind and an id, such as "partner/ptn_1"',
          ja: '"partner/ptn_1"のように、種類とIDで指定してください',
        }),
      )
      .optional()
      .meta({ description: 'A kind and an id', examples: ['partner/ptn_1'] }),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    format: z.enum(['json', 'csv', 'jsonl']).optional(),
    ...pageMembers,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['from'],
    error: told({ en: 'must be before to', ja: 'toより前の日時にしてください' }),
  });

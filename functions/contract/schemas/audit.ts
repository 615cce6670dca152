import * as z from 'zod';
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
      .regex(/^[\w-]+\/./, 'must be a kind and an id, such as "partner/ptn_1"')
      .optional()
      .meta({ description: 'A kind and an id', examples: ['partner/ptn_1'] }),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    format: z.enum(['json', 'csv', 'jsonl']).optional(),
    ...pageMembers,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['from'],
    error: 'must be before to',
  });

import * as z from 'zod';
import { PAGE_MAX } from '../../limits.ts';

/** The shapes behind schemas that take anything and look at it themselves, for documents. */
export const shapesOf = new WeakMap<object, readonly z.ZodType[]>();

/** Members of a query that ask for a page: at most 100 items, after what the page before named as `next`. */
export const pageMembers = {
  limit: z
    .string()
    .regex(/^\d{1,9}$/, `must be a number from 1 to ${PAGE_MAX}`)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= PAGE_MAX, `must be 1 to ${PAGE_MAX}`)
    .optional(),
  cursor: z.string().max(4000).optional(),
};

export const pageSchema = z.strictObject(pageMembers);

/** Several of one kind in one request; each is parsed for itself, so that a wrong one does not take the others with it. */
export const manySchema = <Given>(item: z.ZodType<unknown, Given>) => {
  const unread: z.ZodType<unknown, Given> = z.any();
  shapesOf.set(unread, [item]);
  return z.strictObject({ items: z.array(unread).min(1, 'must hold an item').max(PAGE_MAX) });
};

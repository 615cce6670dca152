import * as z from 'zod';
import { PAGE_MAX } from '../../limits.ts';
import { told } from '../told.ts';

/** The shapes behind schemas that take anything and look at it themselves, for documents. */
export const shapesOf = new WeakMap<object, readonly z.ZodType[]>();

/** Members of a query that ask for a page: at most 100 items, after what the page before named as `next`. */
export const pageMembers = {
  limit: z
    .string()
    .regex(
      /^\d{1,9}$/,
      told({ en: `must be a number from 1 to ${PAGE_MAX}`, ja: `1から${PAGE_MAX}までの整数で指定してください` }),
    )
    .transform(Number)
    .refine(
      (limit) => limit >= 1 && limit <= PAGE_MAX,
      told({ en: `must be 1 to ${PAGE_MAX}`, ja: `1から${PAGE_MAX}までにしてください` }),
    )
    .optional(),
  cursor: z.string().max(4000).optional(),
};

export const pageSchema = z.strictObject(pageMembers);

/** Several of one kind in one request; each is parsed for itself, so that a wrong one does not take the others with it. */
export const manySchema = <Given>(item: z.ZodType<unknown, Given>) => {
  const unread: z.ZodType<unknown, Given> = z.any();
  shapesOf.set(unread, [item]);
  return z.strictObject({
    items: z
      .array(unread)
      .min(1, told({ en: 'must hold an item', ja: '1件以上指定してください' }))
      .max(PAGE_MAX),
  });
};

import type { z } from 'zod';
import { PARSING } from '../contract/field-errors.ts';

/** A vendor's object as its shape; what is wrong with it is told with what was got. */
export function readShape<T>(shape: z.ZodType<T>, sent: unknown): T {
  return shape.parse(sent, PARSING);
}

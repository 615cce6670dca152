import type * as z from 'zod';
import { PARSING } from '../../../functions/contract/field-errors.ts';

type Path = readonly (string | number)[];

const WRONG = [7, 'x'.repeat(5000), '\u0007', '１２３', '-1', '2026-13', '123456789012'];

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) =>
    leavesOf(member, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

function withWrong(value: unknown, [name, ...rest]: Path, wrong: unknown): unknown {
  if (name === undefined) return wrong;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[name] = withWrong(copy[name], rest, wrong);
  return copy;
}

/** What a schema finds in a good example of which one value after the other is made wrong, in several ways. */
export function* refusedBy(schema: z.ZodType, good: unknown) {
  for (const path of leavesOf(good)) {
    for (const wrong of WRONG) {
      const { error } = schema.safeParse(withWrong(good, path, wrong), PARSING);
      if (error !== undefined) yield { path, wrong, error };
    }
  }
}

import * as z from 'zod';
import { ATTRIBUTION } from './attribution.ts';

/** The names of all members that shapes read, and those that attribute: what may be kept of a message. */
export function shapeNames(...shapes: readonly z.ZodType[]): ReadonlySet<string> {
  const names = new Set(Object.keys(ATTRIBUTION));
  for (const shape of shapes) {
    const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
    collect(schema, names);
  }
  return names;
}

function collect(schema: unknown, names: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [member, value] of Object.entries(schema)) {
    if (member === 'properties') for (const name of Object.keys(value)) names.add(name);
    collect(value, names);
  }
}

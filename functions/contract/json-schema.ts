import * as z from 'zod';
import { shapesOf } from './schemas/page.ts';

/** A JSON Schema, as plain data. */
export interface JsonSchema {
  readonly [member: string]: unknown;
}

/**
 * The JSON Schema (2020-12) of what goes over the wire. Schemas with an id of their own become references into `named`, which
 * collects them.
 */
export function jsonSchemaOf(schema: z.ZodType, named: Map<string, JsonSchema>): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const shapes = shapesOf.get(zodSchema)?.map((shape) => jsonSchemaOf(shape, named));
      if (shapes === undefined) return;
      Object.assign(jsonSchema, shapes.length === 1 ? shapes[0] : { anyOf: shapes });
    },
  });
  const { $schema: _, $defs = {}, ...own } = made;
  for (const [name, definition] of Object.entries($defs)) named.set(name, referring(definition));
  return referring(own);
}

const LOCAL = '#/$defs/';

/** The same with references that lead to the components of the document. */
function referring<T>(node: T): T {
  if (Array.isArray(node)) return node.map(referring) as T;
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.entries(node)
    // An id is a name in the document, not an address.
    .filter(([name, value]) => !(name === 'id' && typeof value === 'string'))
    .map(([name, value]) => {
      const isReference = name === '$ref' && typeof value === 'string' && value.startsWith(LOCAL);
      return [name, isReference ? `#/components/schemas/${value.slice(LOCAL.length)}` : referring(value)];
    });
  return Object.fromEntries(members);
}

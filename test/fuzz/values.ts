import type { JsonSchema } from '../../functions/contract/json-schema.ts';

/** Draws from the seed, the same for the same seed. */
export type Draw = (below: number) => number;

export function drawOf(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const TEXTS = [
  '',
  'prg_1',
  'ptn_1',
  'ptn_2',
  'ord_1',
  'lnk_1',
  '分配',
  'é',
  '#1001',
  'a b',
  '\u0000',
  '💴',
  '__proto__',
  'x'.repeat(300),
];
const DATES = ['2026-10-01', '2026-10-31', '2026-02-30', '2026-13-01', '0000-00-00', '9999-12-31'];
const TIMES = [
  '2026-10-01T00:00:00+09:00',
  '2026-10-02T12:00:00Z',
  '2026-10-01',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
];
const DECIMALS = ['0', '0.05', '100.00', '12.505', '999999999999999999', '-1', '1e9', 'NaN', '0.000000000000000001'];
const NUMBERS = [0, 1, -1, 2, 31, 100, 0.5, 1e9, 2 ** 53, -(2 ** 31)];
const WRONG: readonly unknown[] = [null, true, 0, '', [], {}, [null], { a: { b: [] } }];
const DEPTH_MAX = 6;
const ITEMS_MAX = 3;

/** A value that a schema describes, more or less: one in a dozen is of another shape, and edges are drawn as often as the rest. */
export function drawValue(
  schema: JsonSchema,
  defined: Readonly<Record<string, JsonSchema>>,
  draw: Draw,
  depth = 0,
): unknown {
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)] as T;
  if (draw(24) === 0) return pick(WRONG);
  const { $ref, anyOf, oneOf, type, properties, items, additionalProperties, examples, format, pattern } =
    schema as Named;
  if ($ref !== undefined) return drawValue(defined[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}, defined, draw, depth);
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return pick(schema['enum']);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return drawValue(pick(choices), defined, draw, depth);
  if (examples !== undefined && draw(2) === 0) return pick(examples);
  switch (type) {
    case 'string':
      if (format === 'date') return pick(DATES);
      if (format === 'date-time') return pick(TIMES);
      return pick(pattern?.includes('\\d') ? DECIMALS : TEXTS);
    case 'integer':
    case 'number':
      return pick(NUMBERS);
    case 'boolean':
      return draw(2) === 0;
    case 'array':
      return depth > DEPTH_MAX
        ? []
        : Array.from({ length: draw(ITEMS_MAX + 1) }, () => drawValue(items ?? {}, defined, draw, depth + 1));
    case 'object': {
      const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
      const members = Object.entries(properties ?? {})
        .filter(([name]) => (required.includes(name) ? draw(30) > 0 : draw(3) === 0))
        .map(([name, member]): [string, unknown] => [name, drawValue(member, defined, draw, depth + 1)]);
      if (typeof additionalProperties === 'object' && draw(3) === 0) members.push([pick(TEXTS), pick(TEXTS)]);
      if (draw(30) === 0) members.push(['unknown', 1]);
      return Object.fromEntries(members);
    }
    default:
      return pick(WRONG);
  }
}

interface Named {
  readonly $ref?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: unknown;
  readonly examples?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
}

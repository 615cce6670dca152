/** One thing that is not as it was computed again: where it stands, what it is called, and both values as text. */
export interface Difference {
  readonly where: 'manifest' | 'fact' | 'run' | 'entry' | 'ledger' | 'statement' | 'summary' | 'carry';
  /** The fact, entry, statement or row: `conversion ord_1`, `2026-10/accrual/ord_1/ptn_1`. */
  readonly name: string;
  /** Path of the member inside, with lines by their names: `lines[ord_1/1/base].commission`; empty: the whole. */
  readonly field: string;
  /** Null: it is not there. */
  readonly stored: string | null;
  readonly computed: string | null;
}

type Found = Pick<Difference, 'field' | 'stored' | 'computed'>;

/** Every member in which two values of JSON differ. Elements of lists are matched by what names them, else by place. */
export function* differingMembers(stored: unknown, computed: unknown, field = ''): Generator<Found> {
  if (Object.is(stored, computed)) return;
  if (isObject(stored) && isObject(computed) && Array.isArray(stored) === Array.isArray(computed)) {
    const [before, after] = [membersOf(stored), membersOf(computed)];
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const inner = Array.isArray(stored) ? `${field}[${name}]` : field === '' ? name : `${field}.${name}`;
      yield* differingMembers(before.get(name), after.get(name), inner);
    }
    return;
  }
  yield { field, stored: shown(stored), computed: shown(computed) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const members = new Map<string, unknown>();
  for (const [place, element] of value.entries()) {
    const name = nameOf(element) ?? String(place);
    members.set(members.has(name) ? `${name}#${place}` : name, element);
  }
  return members;
}

const NAMES = [
  'conversionId',
  'lineId',
  'rule',
  'ruleId',
  'payId',
  'position',
  'partnerId',
  'bonus',
  'recruited',
  'id',
];

/** What tells an element from its neighbours, whatever else of it changed. */
function nameOf(element: unknown): string | null {
  if (!isObject(element)) return null;
  const members = element as Readonly<Record<string, unknown>>;
  const names = NAMES.flatMap((name) => (isNaming(members[name]) ? [String(members[name])] : []));
  return names.length === 0 ? null : names.join('/');
}

const isNaming = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

const SHOWN_MAX = 200;

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

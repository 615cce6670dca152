import { canonical } from '../../../domain/integrity/canonical.ts';
import { formatAmount } from '../../../domain/money/amount.ts';
import { formatInstant } from '../../../domain/time.ts';
import { fieldName } from '../../contract/field-errors.ts';
import type { FieldError } from '../../contract/refusal.ts';
import { Refusal } from '../../contract/refusal.ts';
import { shown } from '../../contract/shown.ts';
import type { PutOnce, Recorded } from '../../store/scope.ts';

/** How a fact is called when it is refused, and what its amounts are in. */
export interface FactName {
  /** `conversion c-1`. */
  readonly name: string;
  /** Code of the refusal, `conversion.conflict`. */
  readonly code: string;
  readonly currency?: string | undefined;
}

/** What the store holds after a put: the same again is as good as new; other content is refused, naming what differs. */
export function accepted<T extends object>(put: PutOnce<T>, given: T, fact: FactName): Recorded<T> {
  if (put.outcome !== 'conflict') return put.stored;
  const errors = differences(put.stored.fact, given, fact.currency);
  const fields = errors.map((error) => error.field).join(', ');
  const recordedAt = formatInstant(put.stored.recordedAt);
  throw new Refusal(fact.code, `${fact.name} was recorded at ${recordedAt} with other content: ${fields}`, errors);
}

/** Where two facts differ, member by member, in the names of the wire. */
function differences(stored: unknown, given: unknown, currency?: string): FieldError[] {
  const errors: FieldError[] = [];
  compare({ stored, given, path: [] }, currency, errors);
  return errors;
}

interface Pair {
  readonly stored: unknown;
  readonly given: unknown;
  readonly path: readonly PropertyKey[];
}

function compare({ stored, given, path }: Pair, currency: string | undefined, errors: FieldError[]): void {
  if (canonical(stored ?? null) === canonical(given ?? null)) return;
  if (isObject(stored) && isObject(given)) {
    const isList = Array.isArray(stored);
    for (const key of new Set([...Object.keys(stored), ...Object.keys(given)])) {
      const step = isList ? Number(key) : key;
      compare({ stored: stored[key], given: given[key], path: [...path, step] }, currency, errors);
    }
    return;
  }
  const name = fieldName(path);
  const tell = (value: unknown) => told(value, name, currency);
  const isAmount = typeof (stored ?? given) === 'bigint';
  errors.push({
    field: isAmount ? name.replace(/Minor$/, '') : name,
    reason: `is recorded as ${tell(stored)}, got ${tell(given)}`,
  });
}

function told(value: unknown, name: string, currency: string | undefined): string {
  if (typeof value === 'bigint' && currency !== undefined) return `"${formatAmount(value, currency)}"`;
  if (typeof value === 'number' && /(?:At|From|To|from)$/.test(name)) return `"${formatInstant(value)}"`;
  return value === undefined ? 'absent' : shown(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

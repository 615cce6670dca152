import { canonical } from '../../../domain/integrity/canonical.ts';
import { formatAmount } from '../../../domain/money/amount.ts';
import type { Language, Sentence } from '../../../domain/said.ts';
import { formatInstant } from '../../../domain/time.ts';
import { fieldName } from '../../contract/field-errors.ts';
import type { Fault } from '../../contract/refusal.ts';
import { Refusal } from '../../contract/refusal.ts';
import { shown } from '../../contract/shown.ts';
import type { PutOnce, Recorded } from '../../store/scope.ts';

/** How a fact is called when it is refused, and what its amounts are in. */
export interface FactName {
  /** `conversion c-1`. */
  readonly name: Sentence;
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
  const message = {
    en: `${fact.name.en} was recorded at ${recordedAt} with other content: ${fields}`,
    ja: `${fact.name.ja}は${recordedAt}に異なる内容で登録済みです（相違する項目: ${fields}）`,
  };
  throw new Refusal(fact.code, message, errors);
}

/** Where two facts differ, member by member, in the names of the wire. */
function differences(stored: unknown, given: unknown, currency?: string): Fault[] {
  const errors: Fault[] = [];
  compare({ stored, given, path: [] }, currency, errors);
  return errors;
}

interface Pair {
  readonly stored: unknown;
  readonly given: unknown;
  readonly path: readonly PropertyKey[];
}

function compare({ stored, given, path }: Pair, currency: string | undefined, errors: Fault[]): void {
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
  const tell = (value: unknown, language: Language = 'en') => told(value, { name, currency, language });
  const isAmount = typeof (stored ?? given) === 'bigint';
  errors.push({
    field: isAmount ? name.replace(/Minor$/, '') : name,
    reason: {
      en: `is recorded as ${tell(stored)}, got ${tell(given)}`,
      ja: `登録済みの値は${tell(stored, 'ja')}です（入力値: ${tell(given, 'ja')}）`,
    },
  });
}

interface Shown {
  readonly name: string;
  readonly currency: string | undefined;
  readonly language: Language;
}

function told(value: unknown, { name, currency, language }: Shown): string {
  if (typeof value === 'bigint' && currency !== undefined) return `"${formatAmount(value, currency)}"`;
  if (typeof value === 'number' && /(?:At|From|To|from)$/.test(name)) return `"${formatInstant(value)}"`;
  if (value === undefined) return language === 'ja' ? 'なし' : 'absent';
  return shown(value, language);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

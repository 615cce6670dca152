import type { z } from 'zod';
import type { Sentence } from '../../domain/said.ts';
import { nearestName } from './nearest-name.ts';
import type { Fault, FieldError } from './refusal.ts';
import { shown } from './shown.ts';
import { sentenceOf, told } from './told.ts';

const ERRORS_MAX = 100;
const KNOWN_MAX = 12;
/**
 * Members whose values are no matter for whoever reads a refusal: of them it says how long they are. Where a corporate number is
 * asked for, a person may have given a personal one.
 */
const CONFIDENTIAL = /^(?:secret|accountNumber|iban|corporateNumber|email|phone|url)$/;

/** How to parse what somebody sent, so that `fieldErrors` can say what was got, and which members there are. */
export const PARSING = { reportInput: true, error: (issue) => unknownMembers(issue, []) } satisfies Parsing;

/** The same where members are known that the schema does not see. */
export function parsingWith(members: readonly string[]): Parsing {
  return { reportInput: true, error: (issue) => unknownMembers(issue, members) };
}

type Parsing = z.core.ParseContext<z.core.$ZodIssue>;

/** What a schema found wrong, in our words: every reason says what was got and what is right. Parse with `PARSING`. */
export function fieldFaults(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => faultsOf(issue)).slice(0, ERRORS_MAX);
}

/** The same in English. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return fieldFaults(error).map(({ field, reason }) => ({ field, reason: reason.en }));
}

/** `lines[0].amount.currency` */
export function fieldName(path: readonly PropertyKey[]): string {
  let name = '';
  for (const part of path) {
    if (typeof part === 'number') name += `[${part}]`;
    else name += name === '' ? String(part) : `.${String(part)}`;
  }
  return name;
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const field = fieldName(issue.path) || 'body';
  if (issue.code === 'unrecognized_keys') {
    const reasons = issue.message.split('\n').map(sentenceOf);
    return issue.keys
      .slice(0, ERRORS_MAX)
      .map((key, at) => ({ field: fieldName([...issue.path, key]), reason: reasons[at] ?? NOT_KNOWN }));
  }
  if (issue.code === 'invalid_union') return unionFaults(issue, field);
  return [{ field, reason: withGot(reasonOf(issue), issue) }];
}

const NOT_KNOWN: Sentence = {
  en: 'is not known here; remove it',
  ja: 'この項目は使えません。取り除いてください。',
};

/** The members that a schema knows; none of what is no object. */
export function membersOf({ _zod: { def } }: { readonly _zod: { readonly def: object } }): readonly string[] {
  return 'shape' in def ? Object.keys(def.shape as object) : [];
}

/** Why members are not known, a line for each: what was meant by a slip of the fingers, or else what there is. */
function unknownMembers(issue: z.core.$ZodRawIssue, others: readonly string[]): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const { inst, input } = issue;
  const known = [...(inst === undefined ? [] : membersOf(inst)), ...others];
  const open = known.filter((name) => !Object.hasOwn(input as object, name));
  return issue.keys
    .slice(0, ERRORS_MAX)
    .map((key) => told(unknownMember(nearestName(key, open), known)))
    .join('\n');
}

function unknownMember(meant: string | null, known: readonly string[]): Sentence {
  if (meant !== null) {
    return {
      en: `is not known here; did you mean "${meant}"?`,
      ja: `この項目は使えません。「${meant}」の間違いではありませんか。`,
    };
  }
  if (known.length === 0 || known.length > KNOWN_MAX) return NOT_KNOWN;
  const names = known.map((name) => shown(name)).join(', ');
  return { en: `is not known here; known are ${names}`, ja: `この項目は使えません。使える項目: ${names}` };
}

/** What is wrong with the one form that was meant, or what all of them want. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, field: string): Fault[] {
  if ('discriminator' in issue) {
    const name = String(issue.path.at(-1));
    const value = (issue.input as Readonly<Record<string, unknown>>)[name];
    return [{ field, reason: notAmong((issue as { readonly options?: readonly unknown[] }).options ?? [], value) }];
  }
  const meant = issue.errors.filter((found) =>
    found.every(({ path, code }) => path.length > 0 || code !== 'invalid_type'),
  );
  const [only] = meant;
  if (only !== undefined && meant.length === 1) {
    return only.flatMap((found) => faultsOf({ ...found, path: [...issue.path, ...found.path] }));
  }
  const forms = issue.errors.flatMap(([first]) => (first === undefined ? [] : [reasonOf(first)]));
  const reason = {
    en: [...new Set(forms.map(({ en }) => en.replace(/, got .*$/s, '')))].join(', or '),
    ja: [...new Set(forms.map(({ ja }) => ja.replace(/（入力値: .*$/s, '')))].join('、または'),
  };
  const { input } = issue;
  return [{ field, reason: input === undefined ? reason : got(reason, inBoth(input)) }];
}

function reasonOf(issue: z.core.$ZodIssue): Sentence {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = NAMES[issue.expected] ?? { en: issue.expected, ja: issue.expected };
      if (issue.input === undefined) return { en: `is required: ${wanted.en}`, ja: `必須です（${wanted.ja}）` };
      const wrong = { en: `must be ${wanted.en}`, ja: `${wanted.ja}で指定してください` };
      return ownOf(issue) ?? got(wrong, gotOf(issue));
    }
    case 'invalid_value':
      return notAmong(issue.values, issue.input);
    case 'too_small': {
      return (
        ownOf(issue) ?? {
          en: `must be at least ${issue.minimum}`,
          ja: `${issue.minimum}${UNITS_JA[issue.origin] ?? ''}以上にしてください`,
        }
      );
    }
    case 'too_big': {
      return (
        ownOf(issue) ?? {
          en: `must be at most ${issue.maximum}`,
          ja: `${issue.maximum}${UNITS_JA[issue.origin] ?? ''}以下にしてください`,
        }
      );
    }
    case 'invalid_key': {
      const [first] = issue.issues;
      if (first === undefined) return { en: 'is no name for a member here', ja: 'この名前の項目は使えません' };
      const why = reasonOf(first);
      return { en: `is no name for a member here: it ${why.en}`, ja: `この名前の項目は使えません（${why.ja}）` };
    }
    default:
      return ownOf(issue) ?? { en: issue.message, ja: '形式が正しくありません' };
  }
}

/** What a schema of ours says itself; null where zod says it. */
function ownOf({ message }: z.core.$ZodIssue): Sentence | null {
  if (/^(?:Invalid|Too small|Too big)\b/.test(message)) return null;
  return sentenceOf(message) ?? { en: message, ja: message };
}

function notAmong(values: readonly unknown[], value: unknown): Sentence {
  const names = values.map((name) => shown(name));
  const right =
    names.length === 1
      ? { en: `${names}`, ja: `${names}` }
      : { en: `one of ${names.join(', ')}`, ja: `${names.join(', ')}のいずれか` };
  if (value === undefined) return { en: `is required: ${right.en}`, ja: `必須です（${right.ja}）` };
  return got({ en: `must be ${right.en}`, ja: `${right.ja}を指定してください` }, inBoth(value));
}

/** A reason with what was got, where it does not say so itself and there is something to show. */
function withGot(reason: Sentence, { code, input, path }: z.core.$ZodIssue): Sentence {
  if (reason.en.includes('got ') || input == null || code === 'invalid_key') return reason;
  const isCounted = code === 'too_big' || code === 'too_small';
  if (Array.isArray(input)) {
    return isCounted && input.length > 0 ? got(reason, { en: `${input.length}`, ja: `${input.length}件` }) : reason;
  }
  if (typeof input === 'object' || input === '') return reason;
  if (isCounted && typeof input === 'string') return got(reason, lengthOf(input));
  return got(reason, gotOf({ input, path }));
}

function got(reason: Sentence, value: Sentence): Sentence {
  return { en: `${reason.en}, got ${value.en}`, ja: `${reason.ja}（入力値: ${value.ja}）` };
}

function inBoth(value: unknown): Sentence {
  return { en: shown(value), ja: shown(value, 'ja') };
}

function gotOf({ input, path }: Pick<z.core.$ZodIssue, 'input' | 'path'>): Sentence {
  if (!CONFIDENTIAL.test(String(path.at(-1)))) return inBoth(input);
  if (typeof input === 'string') return lengthOf(input);
  return { en: `a ${typeof input}`, ja: NAMES[typeof input]?.ja ?? typeof input };
}

function lengthOf({ length }: string): Sentence {
  return { en: `${length} characters`, ja: `${length}文字` };
}

/** What is counted of a text or a list. */
const UNITS_JA: Readonly<Record<string, string>> = { string: '文字', array: '件' };

const NAMES: Readonly<Record<string, Sentence>> = {
  string: { en: 'a string', ja: '文字列' },
  number: { en: 'a number', ja: '数値' },
  int: { en: 'a whole number', ja: '整数' },
  boolean: { en: 'true or false', ja: 'trueまたはfalse' },
  array: { en: 'a list', ja: 'リスト' },
  object: { en: 'an object', ja: 'オブジェクト' },
  record: { en: 'an object', ja: 'オブジェクト' },
};

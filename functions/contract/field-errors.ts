import type { z } from 'zod';
import { nearestName } from './nearest-name.ts';
import type { FieldError } from './refusal.ts';
import { shown } from './shown.ts';

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
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => errorsOf(issue)).slice(0, ERRORS_MAX);
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

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const field = fieldName(issue.path) || 'body';
  if (issue.code === 'unrecognized_keys') {
    const reasons = issue.message.split('\n');
    return issue.keys
      .slice(0, ERRORS_MAX)
      .map((key, at) => ({ field: fieldName([...issue.path, key]), reason: reasons[at] ?? NOT_KNOWN }));
  }
  if (issue.code === 'invalid_union') return unionErrors(issue, field);
  return [{ field, reason: withGot(reasonOf(issue), issue) }];
}

const NOT_KNOWN = 'is not known here; remove it';

/** Why members are not known, a line for each: what was meant by a slip of the fingers, or else what there is. */
function unknownMembers(issue: z.core.$ZodRawIssue, others: readonly string[]): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const { inst, input } = issue;
  const shape = inst !== undefined && 'shape' in inst._zod.def ? Object.keys(inst._zod.def.shape as object) : [];
  const known = [...shape, ...others];
  const open = known.filter((name) => !Object.hasOwn(input as object, name));
  return issue.keys
    .slice(0, ERRORS_MAX)
    .map((key) => {
      const meant = nearestName(key, open);
      if (meant !== null) return `is not known here; did you mean "${meant}"?`;
      if (known.length === 0 || known.length > KNOWN_MAX) return NOT_KNOWN;
      return `is not known here; known are ${known.map(shown).join(', ')}`;
    })
    .join('\n');
}

/** What is wrong with the one form that was meant, or what all of them want. */
function unionErrors(issue: z.core.$ZodIssueInvalidUnion, field: string): FieldError[] {
  if ('discriminator' in issue) {
    const name = String(issue.path.at(-1));
    const got = (issue.input as Readonly<Record<string, unknown>>)[name];
    const right = choices((issue as { readonly options?: readonly unknown[] }).options ?? []);
    return [{ field, reason: got === undefined ? `is required: ${right}` : `must be ${right}, got ${shown(got)}` }];
  }
  const meant = issue.errors.filter((found) =>
    found.every(({ path, code }) => path.length > 0 || code !== 'invalid_type'),
  );
  const [only] = meant;
  if (only !== undefined && meant.length === 1) {
    return only.flatMap((found) => errorsOf({ ...found, path: [...issue.path, ...found.path] }));
  }
  const forms = issue.errors.flatMap(([first]) =>
    first === undefined ? [] : [reasonOf(first).replace(/, got .*$/s, '')],
  );
  if (issue.input === undefined) return [{ field, reason: [...new Set(forms)].join(', or ') }];
  return [{ field, reason: `${[...new Set(forms)].join(', or ')}, got ${shown(issue.input)}` }];
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return `is required: ${article(issue.expected)}`;
      return issue.message.startsWith('Invalid input')
        ? `must be ${article(issue.expected)}, got ${got(issue)}`
        : issue.message;
    case 'invalid_value':
      if (issue.input === undefined) return `is required: ${choices(issue.values)}`;
      return `must be ${choices(issue.values)}, got ${shown(issue.input)}`;
    case 'too_small':
      return issue.message.startsWith('Too small') ? `must be at least ${issue.minimum}` : issue.message;
    case 'too_big':
      return issue.message.startsWith('Too big') ? `must be at most ${issue.maximum}` : issue.message;
    case 'invalid_key': {
      const [first] = issue.issues;
      return `is no name for a member here${first === undefined ? '' : `: it ${reasonOf(first)}`}`;
    }
    default:
      return issue.message;
  }
}

/** A reason with what was got, where it does not say so itself and there is something to show. */
function withGot(reason: string, { code, input, path }: z.core.$ZodIssue): string {
  if (reason.includes('got ') || input == null || code === 'invalid_key') return reason;
  const isCounted = code === 'too_big' || code === 'too_small';
  if (Array.isArray(input)) return isCounted && input.length > 0 ? `${reason}, got ${input.length}` : reason;
  if (typeof input === 'object' || input === '') return reason;
  const isLength = isCounted && typeof input === 'string';
  return `${reason}, got ${isLength ? `${input.length} characters` : got({ input, path })}`;
}

function got({ input, path }: Pick<z.core.$ZodIssue, 'input' | 'path'>): string {
  if (!CONFIDENTIAL.test(String(path.at(-1)))) return shown(input);
  return typeof input === 'string' ? `${input.length} characters` : `a ${typeof input}`;
}

function choices(values: readonly unknown[]): string {
  return values.length === 1 ? shown(values[0]) : `one of ${values.map(shown).join(', ')}`;
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function article(expected: string): string {
  return ARTICLES[expected] ?? expected;
}

import type { z } from 'zod';
import type { FieldError } from './refusal.ts';
import { shown } from './shown.ts';

const ERRORS_MAX = 100;

/**
 * What a schema found wrong, in our words: every reason says what was got and what is right. Parse with
 * `{ reportInput: true }`, so that what was got is known.
 */
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
    return issue.keys.map((key) => ({
      field: fieldName([...issue.path, key]),
      reason: 'is not known here; remove it',
    }));
  }
  return [{ field, reason: reasonOf(issue) }];
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return `is required: ${article(issue.expected)}`;
      return issue.message.startsWith('Invalid input')
        ? `must be ${article(issue.expected)}, got ${shown(issue.input)}`
        : issue.message;
    case 'invalid_value':
      if (issue.input === undefined) return `is required: ${choices(issue.values)}`;
      return `must be ${choices(issue.values)}, got ${shown(issue.input)}`;
    case 'too_small':
      return issue.message.startsWith('Too small')
        ? `must be at least ${issue.minimum}, got ${shown(issue.input)}`
        : issue.message;
    case 'too_big':
      return issue.message.startsWith('Too big')
        ? `must be at most ${issue.maximum}, got ${shown(issue.input)}`
        : issue.message;
    case 'invalid_union':
      return `has the wrong form, got ${shown(issue.input)}`;
    default:
      return issue.message;
  }
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

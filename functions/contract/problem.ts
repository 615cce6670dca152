import type { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { fieldErrors } from './field-errors.ts';
import { accessProblems } from './problems/access.ts';
import { claimProblems } from './problems/claim.ts';
import { connectorProblems } from './problems/connector.ts';
import { dealProblems } from './problems/deal.ts';
import { factsProblems } from './problems/facts.ts';
import { ledgerProblems } from './problems/ledger.ts';
import { payoutProblems } from './problems/payout.ts';
import type { ProblemKind } from './problems/problem-kind.ts';
import { requestProblems } from './problems/request.ts';
import { settlementProblems } from './problems/settlement.ts';
import { taxProblems } from './problems/tax.ts';
import { termsProblems } from './problems/terms.ts';
import { webhookProblems } from './problems/webhook.ts';
import type { FieldError } from './refusal.ts';
import { Refusal } from './refusal.ts';

export type Locale = 'en' | 'ja';

const INTERNAL: ProblemKind = {
  status: 500,
  en: 'Something went wrong on our side',
  ja: 'サーバー内部でエラーが発生しました',
};

/** Every code that callers may see. A domain error whose code is not here is a broken invariant: 500. */
export const problemCodes: Readonly<Record<string, ProblemKind>> = {
  ...requestProblems,
  ...accessProblems,
  ...payoutProblems,
  ...dealProblems,
  ...claimProblems,
  ...webhookProblems,
  ...connectorProblems,
  ...factsProblems,
  ...ledgerProblems,
  ...settlementProblems,
  ...taxProblems,
  ...termsProblems,
  internal: INTERNAL,
};

/** An error as callers get it: RFC 9457, with our code, what is wrong with which field, and the id to quote to support. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string | undefined;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly requestId: string;
}

export interface ProblemContext {
  readonly requestId: string;
  /** Path of the request. */
  readonly instance: string;
  readonly locale: Locale;
}

/** What a caller is told of an error; of one that we did not foresee, nothing but the id under which we can look it up. */
export function problemOf(error: unknown, context: ProblemContext): Problem {
  if (isZodError(error)) {
    const errors = fieldErrors(error);
    return problem('request.invalid', { detail: detailOf(errors), errors }, context);
  }
  if (!(error instanceof DomainError) || !Object.hasOwn(problemCodes, error.code))
    return problem('internal', {}, context);
  if (error instanceof Refusal) return problem(error.code, { detail: error.message, errors: error.errors }, context);
  const errors = error.field === null ? undefined : [{ field: error.field, reason: error.message }];
  return problem(error.code, { detail: error.message, errors }, context);
}

/** The language of ours that an Accept-Language header likes best; English when it likes none, the first of equals. */
export function localeOf(acceptLanguage = ''): Locale {
  let best: { readonly locale: Locale; readonly weight: number } = { locale: 'en', weight: 0 };
  for (const part of acceptLanguage.toLowerCase().split(',')) {
    const [, locale, weight = '1'] = /^\s*(en|ja)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(part) ?? [];
    if (locale !== undefined && Number(weight) > best.weight)
      best = { locale: locale as Locale, weight: Number(weight) };
  }
  return best.locale;
}

/** One sentence for people who read only the detail. */
export function detailOf(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (!first) return 'The request is not valid.';
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.field}: ${first.reason}${others}`;
}

interface Told {
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

function problem(code: string, told: Told, context: ProblemContext): Problem {
  const kind = problemCodes[code] ?? INTERNAL;
  return {
    type: `urn:bunpai:problem:${code}`,
    title: kind[context.locale],
    status: kind.status,
    ...(told.detail === undefined ? {} : { detail: told.detail }),
    instance: context.instance,
    code,
    ...(told.errors === undefined ? {} : { errors: told.errors }),
    requestId: context.requestId,
  };
}

// By name, so that the redirect does not load the schema library to find out that nothing is wrong.
function isZodError(error: unknown): error is z.ZodError {
  return error instanceof Error && (error.name === 'ZodError' || error.name === '$ZodError') && 'issues' in error;
}

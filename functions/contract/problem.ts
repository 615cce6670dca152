import type { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { Language, Sentence } from '../../domain/said.ts';
import { fieldFaults } from './field-errors.ts';
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
import type { Fault, FieldError } from './refusal.ts';
import { Refusal } from './refusal.ts';

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
  readonly language: Language;
}

/** What a caller is told of an error; of one that we did not foresee, nothing but the id under which we can look it up. */
export function problemOf(error: unknown, context: ProblemContext): Problem {
  if (isZodError(error)) {
    const faults = fieldFaults(error);
    return problem('request.invalid', { detail: detailOf(faults), faults }, context);
  }
  if (!(error instanceof DomainError) || !Object.hasOwn(problemCodes, error.code))
    return problem('internal', {}, context);
  if (error instanceof Refusal) return problem(error.code, { detail: error.said, faults: error.errors }, context);
  const faults = error.field === null ? undefined : [{ field: error.field, reason: error.said }];
  return problem(error.code, { detail: error.said, faults }, context);
}

/** The language of ours that an Accept-Language header likes best; English when it likes none, the first of equals. */
export function languageOf(acceptLanguage = ''): Language {
  let best: { readonly language: Language; readonly weight: number } = { language: 'en', weight: 0 };
  for (const part of acceptLanguage.toLowerCase().split(',')) {
    const [, language, weight = '1'] = /^\s*(en|ja)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(part) ?? [];
    if (language !== undefined && Number(weight) > best.weight)
      best = { language: language as Language, weight: Number(weight) };
  }
  return best.language;
}

/** One sentence for people who read only the detail. */
export function detailOf(faults: readonly Fault[]): Sentence {
  const [first] = faults;
  if (!first) return { en: 'The request is not valid.', ja: 'リクエストの内容に誤りがあります。' };
  const { field, reason } = first;
  const others = faults.length - 1;
  return {
    en: `${field}: ${reason.en}${others > 0 ? ` (and ${others} more)` : ''}`,
    ja: `${field}: ${reason.ja}${others > 0 ? `（ほか${others}件）` : ''}`,
  };
}

interface Told {
  readonly detail?: Sentence | undefined;
  readonly faults?: readonly Fault[] | undefined;
}

function problem(code: string, { detail, faults }: Told, { requestId, instance, language }: ProblemContext): Problem {
  const kind = problemCodes[code] ?? INTERNAL;
  const errors = faults?.map(({ field, reason }) => ({ field, reason: reason[language] }));
  return {
    type: `urn:bunpai:problem:${code}`,
    title: kind[language],
    status: kind.status,
    ...(detail === undefined ? {} : { detail: detail[language] }),
    instance,
    code,
    ...(errors === undefined ? {} : { errors }),
    requestId,
  };
}

// By name, so that the redirect does not load the schema library to find out that nothing is wrong.
function isZodError(error: unknown): error is z.ZodError {
  return error instanceof Error && (error.name === 'ZodError' || error.name === '$ZodError') && 'issues' in error;
}

import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../functions/contract/answers/answer.ts';
import { dryRunAnswer } from '../../functions/contract/answers/answer.ts';
import { answers } from '../../functions/contract/answers.ts';
import { canBeTried } from '../../functions/contract/route.ts';
import { problemsOf } from '../../functions/contract/route-problems.ts';
import type { Route, RouteName } from '../../functions/contract/routes.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Throws when an operation answered what its row does not say: another status, form, member or code. */
export function holdAgainstContract(route: Route, answered: Answered): void {
  const fault = faultOf(route, answers[route.name as RouteName], answered);
  if (fault === null) return;
  throw new Error(
    `${route.name} broke its contract: ${fault} (functions/contract/answers)\n${answered.text.slice(0, 2000)}`,
  );
}

function faultOf(route: Route, answer: Answer, { status, headers, text }: Answered): string | null {
  const type = headers['content-type']?.split(';')[0];
  if (status >= 400) {
    if (type !== 'application/problem+json') return `${status} came as ${type}`;
    const { code } = JSON.parse(text);
    return problemsOf(route, answer).includes(code) ? null : `it does not say that it may refuse with ${code}`;
  }
  if (canBeTried(route) && text.startsWith('{"dryRun":true,')) {
    return status === 200 && dryRunAnswer.strict().safeParse(JSON.parse(text)).success ? null : 'this is no dry run';
  }
  if (status !== route.status && !answer.also?.includes(status)) return `it does not say that it answers ${status}`;
  // A file of no lines is empty.
  const isEmptyFile = type === 'application/x-ndjson' && answer.forms?.includes(type);
  if (text === '') return answer.body === null || isEmptyFile ? null : 'the body is missing';
  if (type !== 'application/json')
    return answer.forms?.includes(type ?? '') ? null : `it does not say that it answers ${type}`;
  if (answer.body === null) return 'it says that it answers no JSON';
  const written: unknown = JSON.parse(text);
  const read = answer.body.safeParse(written);
  if (!read.success) return JSON.stringify(read.error.issues);
  // A member that the schema does not name would be left out by it.
  return isDeepStrictEqual(read.data, written)
    ? null
    : `it names not every member: ${JSON.stringify(read.data).slice(0, 2000)}`;
}

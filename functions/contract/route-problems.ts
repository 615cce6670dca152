import type { Answer } from './answers/answer.ts';
import type { Route } from './route.ts';

const ALWAYS = ['internal', 'request.invalid', 'request.too-many', 'access.past-edge'];
const WITH_TOKEN = ['access.unauthenticated', 'access.token-expired', 'access.forbidden'];
const WITH_BODY = [
  'request.malformed',
  'request.too-deep',
  'request.too-large',
  'request.unsupported-media-type',
  'currency.unknown',
];

const WITH_KEY = ['idempotency.key-invalid', 'idempotency.key-reused', 'idempotency.in-flight'];

/** Every code that an operation may refuse with: its own, and those of every operation with a token, a body. */
export function problemsOf(
  route: Pick<Route, 'method' | 'roles' | 'body' | 'movesMoney'>,
  { problems }: Answer,
): readonly string[] {
  return [
    ...ALWAYS,
    ...(route.roles.length > 0 ? WITH_TOKEN : []),
    ...(route.body === null ? [] : WITH_BODY),
    ...(route.method === 'POST' ? WITH_KEY : []),
    ...(route.movesMoney ? ['idempotency.key-missing'] : []),
    ...problems,
  ];
}

import { DomainError } from '../../../domain/errors.ts';
import type { Actor } from '../../audit/audit-entry.ts';
import { auditedDeps } from '../../audit/audited.ts';
import { PARSING, parsingWith } from '../../contract/field-errors.ts';
import { canBeTried } from '../../contract/route.ts';
import type { Route } from '../../contract/routes.ts';
import { shown } from '../../contract/shown.ts';
import { authenticate, authorise } from '../../identity/auth.ts';
import type { Caller } from '../../identity/caller.ts';
import type { Scope } from '../../store/scope.ts';
import type { Deps, StepRunner } from '../deps.ts';
import type { Host } from '../host.ts';
import { wouldChange } from './dry-run.ts';
import { idempotently } from './idempotency.ts';
import { marked, markOf, unmarked } from './list-cursor.ts';
import { refuseTooMany } from './rate-limit.ts';
import { readBytes, readJson } from './read-body.ts';
import type { HttpEvent, HttpHandler, HttpResult } from './stack.ts';
import { httpHandler, tell } from './stack.ts';

/** A request whose caller is known and whose parts are parsed. */
export interface Call<Body, Path, Query> {
  readonly deps: Deps;
  readonly steps: StepRunner;
  readonly caller: Caller;
  readonly scope: ScopeOf<Path>;
  readonly parameters: Path;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it was asked for, for problems within an answer. */
  readonly path: string;
  readonly requestId: string;
}

/** The program that an address names, of the merchant whose token it is: of no other is a key ever made. Null where it names none. */
type ScopeOf<Path> = Path extends { readonly programId: string } ? Scope : null;

/** What an operation answers: JSON with the route's status, unless it says otherwise. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string;
  /** Sent as they are, instead of `body` and `text`. */
  readonly bytes?: Uint8Array;
}

/** A row of the route table with what it does, on any host. */
export interface Operation {
  readonly route: Pick<Route, 'name' | 'method' | 'path'>;
  readonly handlerOn: (host: () => Promise<Host>) => HttpHandler;
}

/** An operation with a token: who calls, may they, is the request whole; then it runs. */
export function operation<Body, Path, Query>(
  route: Route<Body, Path, Query>,
  run: (call: Call<Body, Path, Query>) => Promise<Answer>,
): Operation {
  return {
    route,
    handlerOn: (host) =>
      httpHandler(route.name, async (event) => {
        const { deps, steps, rateLimit, ...trust } = await host();
        const caller = await authenticate(event.headers, trust);
        if (rateLimit !== undefined) refuseTooMany(tell(event, rateLimit(`${caller.merchantId}#${caller.subject}`)));
        authorise(caller, route);
        const { dryRun, ...asked } = event.queryStringParameters ?? {};
        const isDry = isDryRun(route, dryRun);
        const parameters = route.parameters.parse(event.pathParameters ?? {}, PARSING);
        const mark = markOf(route, event);
        const query = canBeTried(route)
          ? route.query.parse(asked, parsingWith(['dryRun']))
          : route.query.parse(unmarked(event.queryStringParameters ?? {}, mark), PARSING);
        const { headers, rawPath: path } = event;
        const { requestId } = event.requestContext;
        const acting = isAudited(route, caller) ? auditedDeps(deps, actorOf({ caller, route, event })) : deps;
        const call = {
          deps: acting,
          steps: startedBy(caller, requestId, steps),
          caller,
          scope: scopeOf(caller, parameters),
          parameters,
          query,
          headers,
          path,
          requestId,
        };
        if (isDry) {
          const body = bodyOf(route, event);
          const changes = await wouldChange(deps, async (dry) => await run({ ...call, ...dry, body }));
          const { name: operation } = route;
          const tried = { operation, merchantId: caller.merchantId, parameters, body };
          const { wouldHappen } = await import('../../usecases/would-happen.ts');
          const found = changes ? await wouldHappen(deps, tried) : { moves: [] };
          return resultOf({ body: { dryRun: true, operation, wouldChange: changes, ...found } }, OK);
        }
        return await idempotently({ deps, caller, route, event }, async () =>
          resultOf(marked(await run({ ...call, body: bodyOf(route, event) }), mark), route.status),
        );
      }),
  };
}

/** An operation for everybody, without a token: what it answers is public. */
export function publicOperation<Path, Query>(
  route: Route<unknown, Path, Query>,
  run: (call: Pick<Call<unknown, Path, Query>, 'deps' | 'parameters' | 'query' | 'headers'>) => Promise<Answer>,
): Operation {
  return {
    route,
    handlerOn: (host) =>
      httpHandler(route.name, async (event) => {
        const { deps } = await host();
        const parameters = route.parameters.parse(event.pathParameters ?? {}, PARSING);
        const mark = markOf(route, event);
        const query = route.query.parse(unmarked(event.queryStringParameters ?? {}, mark), PARSING);
        return resultOf(marked(await run({ deps, parameters, query, headers: event.headers }), mark), route.status);
      }),
  };
}

function scopeOf<Path>({ merchantId }: Caller, parameters: Path): ScopeOf<Path> {
  const { programId } = parameters as { readonly programId?: string };
  return (programId === undefined ? null : { merchantId, programId }) as ScopeOf<Path>;
}

/** What a request starts goes on in the role of whoever sent it, and under its id. */
function startedBy({ role }: Caller, requestId: string, steps: StepRunner): StepRunner {
  return { start: (step, input) => steps.start(step, { ...input, role, requestId }) };
}

/** Whatever a person changes, or a server that is more than the shop's own, stands in the audit log. */
function isAudited({ method }: Pick<Route, 'method'>, { role }: Caller): boolean {
  return method !== 'GET' && role !== 'ingest';
}

function actorOf({ caller, route, event }: { caller: Caller; route: Pick<Route, 'name'>; event: HttpEvent }): Actor {
  const { merchantId, subject, role } = caller;
  const { requestId } = event.requestContext;
  const places = Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? '']);
  return { merchantId, subject, role, operation: route.name, requestId, places: Object.fromEntries(places) };
}

const OK = 200;
const NO_CONTENT = 204;

function isDryRun(route: Pick<Route, 'movesMoney' | 'isFinal'>, dryRun: string | undefined): boolean {
  if (!canBeTried(route) || dryRun === undefined || dryRun === 'false') return false;
  if (dryRun === 'true') return true;
  throw new DomainError(
    'request.invalid',
    {
      en: `must be "true" or "false", got ${shown(dryRun)}`,
      ja: `"true"または"false"を指定してください（入力値: ${shown(dryRun, 'ja')}）`,
    },
    { field: 'dryRun' },
  );
}

function bodyOf<Body>({ body, takes }: Pick<Route<Body>, 'body' | 'takes'>, event: HttpEvent): Body {
  // An operation without a body does not look at one, so its type is never met.
  if (body === null) return undefined as Body;
  return body.parse(takes === 'bytes' ? readBytes(event) : readJson(event), PARSING);
}

/** An answer as the gateway sends it; `status` unless it says another. */
export function resultOf(answer: Answer, status: number): HttpResult {
  const statusCode = answer.status ?? status;
  if (statusCode === NO_CONTENT) return { statusCode, headers: { ...answer.headers } };
  if (answer.bytes !== undefined) return bytesResult(answer.bytes, { statusCode, headers: { ...answer.headers } });
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...answer.headers },
    body: answer.text ?? JSON.stringify(answer.body),
  };
}

/** What a function in Lambda may answer, less what the gateway adds to it. */
const ANSWER_BYTES_MAX = 4_400_000;

function bytesResult(bytes: Uint8Array, result: HttpResult): HttpResult {
  if (bytes.length > ANSWER_BYTES_MAX) {
    const message = {
      en: `the answer would have ${bytes.length} bytes, more than ${ANSWER_BYTES_MAX}; ask for less`,
      ja: `応答が${bytes.length}バイトとなり、上限の${ANSWER_BYTES_MAX}バイトを超えます。範囲を絞ってください。`,
    };
    throw new DomainError('document.too-large', message);
  }
  return { ...result, body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true };
}

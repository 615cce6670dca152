import type { z } from 'zod';
import type { catalogue } from '../../events/catalogue.ts';
import type { TEST_TYPE, WebhookType } from '../../events/webhook.ts';
import { retryAfterSeconds } from '../webhook/retry-after.ts';
import type { Answer, dryRunAnswer } from './answers/answer.ts';
import type { answers } from './answers.ts';
import type { webhookMessage } from './openapi-webhooks.ts';
import type { Problem } from './problem.ts';
import type { Route } from './route.ts';
import type { RouteName } from './routes.ts';
import { routes } from './routes.ts';

export interface ClientOptions {
  /** Where the API is, such as `https://api.example.com`. */
  readonly address: string;
  /** A token, or what gets one for every request; null for what is public. */
  readonly token: string | null | (() => Promise<string>);
  /** In which language problems and texts are told. */
  readonly language?: 'en' | 'ja';
  /** Tries of one request before its fault is thrown; 4 unless told. */
  readonly attempts?: number;
  /** In place of the global one: behind a proxy of yours, or handlers in the same process. */
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** For what moves money a new one is made otherwise; give your own to be safe across restarts of yours. */
  readonly idempotencyKey?: string;
  /** The ETag of what was seen. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/** What was refused, with everything that the host said of it. */
export class ProblemError extends Error {
  readonly operation: string;
  readonly status: number;
  /** Stable, for programs: `conversion.conflict`. */
  readonly code: string;
  readonly problem: Problem;

  constructor(operation: string, problem: Problem) {
    const detail = problem.detail ?? problem.title;
    const errors = problem.errors ?? [];
    // Mostly the detail is the first of them, for who reads nothing else.
    const isSame = errors[0] !== undefined && detail.includes(errors[0].reason);
    const told = [...(isSame ? [] : [detail]), ...errors.map(({ field, reason }) => `${field}: ${reason}`)];
    super(`${operation} was answered ${problem.status} ${problem.code}: ${told.join(' · ')}`);
    this.name = 'ProblemError';
    this.operation = operation;
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** Nobody answered, in all its tries; `cause` is what the network said. */
export class UnreachableError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'UnreachableError';
  }
}

type Row<N extends RouteName> = (typeof routes)[N];
type Given<S> = S extends z.ZodType ? z.input<S> : Record<never, never>;
/** What stands in an address may be given as a number; an object without members has none of any name. */
type InAddress<T> = string extends keyof T
  ? unknown
  : { readonly [K in keyof T]: T[K] extends string | undefined ? T[K] | number : T[K] };
/** Lists of a body may be ones that nobody changes. */
type Unchanged<T> = T extends readonly (infer Item)[]
  ? readonly Unchanged<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Unchanged<T[K]> }
    : T;

/** Path and query of an operation as members of one object, and its body. */
export type RequestOf<N extends RouteName> = InAddress<Given<Row<N>['parameters']>> &
  InAddress<Given<Row<N>['query']>> &
  (Row<N>['body'] extends z.ZodType ? { readonly body: Unchanged<z.input<Row<N>['body']>> } : unknown);

/** What an operation is given: nothing, where nothing of it must be said. */
type Asked<N extends RouteName> =
  Record<never, never> extends RequestOf<N>
    ? readonly [request?: RequestOf<N>, options?: CallOptions]
    : readonly [request: RequestOf<N>, options?: CallOptions];

/** The JSON that an operation answers. */
export type AnswerOf<N extends RouteName> = (typeof answers)[N] extends Answer<infer Body> ? Body : never;

type Told = Omit<z.output<typeof webhookMessage>, 'type' | 'isCut' | 'data'>;
type DataOf<T extends WebhookType> = z.output<(typeof catalogue)[T]['data']>;

/** What an endpoint of the merchant is sent, by its `type`; of data that were cut, the ids by which the rest can be read. */
export type WebhookMessage =
  | {
      readonly [T in WebhookType]: Told & { readonly type: T } & (
          | { readonly isCut: false; readonly data: DataOf<T> }
          | { readonly isCut: true; readonly data: Partial<DataOf<T>> }
        );
    }[WebhookType]
  | (Pick<Told, 'id' | 'merchantId' | 'timestamp'> & {
      readonly type: typeof TEST_TYPE;
      readonly data: Record<never, never>;
    });

/** An answer that is no JSON. */
export interface FileAnswer {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly headers: Headers;
}

/** Every operation of the route table as a function, typed by the same schemas that the host parses with. */
export type Client = {
  readonly [N in RouteName]: (...asked: Asked<N>) => Promise<AnswerOf<N>>;
} & {
  /** What is answered as a file: a statement as PDF, a journal, an archive. */
  readonly file: <N extends RouteName>(name: N, request: RequestOf<N>, options?: CallOptions) => Promise<FileAnswer>;
  /** What was answered, with its ETag: the `ifMatch` of what follows from having seen it. */
  readonly tagged: <N extends RouteName>(
    name: N,
    request: RequestOf<N>,
    options?: CallOptions,
  ) => Promise<{ readonly body: AnswerOf<N>; readonly etag: string }>;
  /** All pages of a list, one after the other. */
  readonly pages: <N extends RouteName>(name: N, request: RequestOf<N>) => AsyncGenerator<AnswerOf<N>>;
  /** What moves money, refused as it would be, without doing it. */
  readonly dryRun: <N extends RouteName>(name: N, request: RequestOf<N>) => Promise<z.output<typeof dryRunAnswer>>;
};

/** A client of the HTTP API. What may pass is tried again, with the same idempotency key; what is refused is a `ProblemError`. */
export function createClient(options: ClientOptions): Client {
  const table: Readonly<Record<string, Route>> = routes;
  const rowOf = (name: string): Route => {
    const row = Object.hasOwn(table, name) ? table[name] : undefined;
    if (row === undefined) throw new Error(`there is no operation ${name}`);
    return row;
  };
  const ask = async (name: string, request: object, call: CallOptions = {}) =>
    await send(options, rowOf(name), request as Wire, call);
  const json = async (name: string, request: object, call?: CallOptions) =>
    await bodyOf(await ask(name, request, call));
  const tagged = async (name: string, request: object, call?: CallOptions) => {
    const answered = await ask(name, request, call);
    const etag = answered.headers.get('etag');
    if (etag === null) throw new Error(`${name} answers no ETag`);
    return { body: await bodyOf(answered), etag };
  };
  async function* pages(name: string, request: object) {
    let cursor: string | null | undefined;
    do {
      const page = await json(name, cursor === undefined ? request : { ...request, cursor });
      yield page;
      cursor = page.next;
    } while (typeof cursor === 'string');
  }
  const file = async (name: string, request: object, call?: CallOptions): Promise<FileAnswer> => {
    const { headers, ...response } = await ask(name, request, call).then(async (answered) => ({
      headers: answered.headers,
      bytes: new Uint8Array(await answered.arrayBuffer()),
    }));
    return { ...response, type: headers.get('content-type') ?? '', headers };
  };
  const dryRun = async (name: string, request: object) => await json(name, { ...request, dryRun: 'true' });
  const operations = Object.keys(table).map((name) => [
    name,
    async (request: object = {}, call?: CallOptions) => await json(name, request, call),
  ]);
  return { ...Object.fromEntries(operations), file, tagged, pages, dryRun } as Client;
}

async function bodyOf(answered: Response) {
  const text = await answered.text();
  return text === '' ? undefined : JSON.parse(text);
}

type Wire = Readonly<Record<string, unknown>>;

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
const OCTETS = 'application/octet-stream';
const MAY_PASS: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

async function send(options: ClientOptions, route: Route, wire: Wire, call: CallOptions): Promise<Response> {
  const { url, init } = requestOf(options, route, wire, call);
  const attempts = options.attempts ?? ATTEMPTS;
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= attempts;
    let pauseMs = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
    try {
      const token = typeof options.token === 'function' ? await options.token() : options.token;
      const headers = { ...init.headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
      const response = await reach(options, url, { ...init, headers });
      if (response.ok || response.status === 302) return response;
      const problem = await problemIn(response, url);
      const mayPass = MAY_PASS.has(response.status) || problem.code === 'idempotency.in-flight';
      if (isLast || !mayPass) throw new ProblemError(route.name, problem);
      const asked = response.headers.get('retry-after') ?? undefined;
      pauseMs = Math.max(pauseMs, retryAfterSeconds(response.status, asked, Date.now()) * 1000);
    } catch (error) {
      if (error instanceof ProblemError || isLast || call.signal?.aborted) throw error;
    }
    await pause(pauseMs, call.signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', giveUp);
  });
}

async function reach({ fetch: own = fetch }: ClientOptions, url: URL, init: RequestInit): Promise<Response> {
  try {
    return await own(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    // What fetch itself says is only that it failed.
    const { cause = error } = error instanceof Error ? error : {};
    throw new UnreachableError(
      `nobody answers at ${url.origin}: ${cause instanceof Error ? cause.message : cause}`,
      cause,
    );
  }
}

function requestOf({ address, language }: ClientOptions, route: Route, wire: Wire, call: CallOptions) {
  const { body, ...given } = wire;
  const inPath = new Set<string>();
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    inPath.add(name);
    return encodeURIComponent(String(given[name]));
  });
  const url = urlOf(path, address);
  for (const [name, value] of Object.entries(given)) {
    if (!inPath.has(name) && value !== undefined) url.searchParams.set(name, String(value));
  }
  const key = call.idempotencyKey ?? (route.movesMoney ? crypto.randomUUID() : undefined);
  const headers = {
    ...(body === undefined ? {} : { 'content-type': route.takes === 'bytes' ? OCTETS : 'application/json' }),
    ...(language === undefined ? {} : { 'accept-language': language }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
  };
  const init = {
    method: route.method,
    redirect: 'manual' as const,
    headers,
    ...(body === undefined
      ? {}
      : { body: route.takes === 'bytes' ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  };
  return { url, init };
}

function urlOf(path: string, address: string): URL {
  if (/^https?:\/\//.test(address) && URL.canParse(address)) return new URL(path, address);
  throw new UnreachableError(`the address of a host is such as "https://api.example.com", got "${address}"`, null);
}

/** What stands between us and the host may answer in its own words. */
async function problemIn(response: Response, { pathname: instance }: URL): Promise<Problem> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === 'string') return problem;
  } catch {
    // Told below.
  }
  const { status, statusText } = response;
  const detail = text.slice(0, 500);
  return { type: 'about:blank', title: statusText, status, detail, instance, code: 'unknown', requestId: '' };
}

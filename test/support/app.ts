import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Instant } from '../../domain/time.ts';
import { routerOf } from '../../functions/contract/match-route.ts';
import { isPartnerRole } from '../../functions/contract/route.ts';
import { routeList } from '../../functions/contract/routes.ts';
import type { ServedRoute } from '../../functions/http/operations.ts';
import { makeHandlers } from '../../functions/http/operations.ts';
import { handler as unmatched } from '../../functions/http/unmatched.ts';
import { apiKeyVerifier } from '../../functions/identity/api-key-verifier.ts';
import type { Caller } from '../../functions/identity/caller.ts';
import { newTokenKey, tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { localCipher } from '../../functions/runtime/cipher.ts';
import type { Deps, WebhookHost } from '../../functions/runtime/deps.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import { newId, sha256 } from '../../functions/runtime/ids.ts';
import { logger } from '../../functions/runtime/logger.ts';
import type { RateLimit } from '../../functions/runtime/operation/rate-limit.ts';
import { memoryStores } from '../../functions/store/memory/stores.ts';
import type { Stores } from '../../functions/store/store.ts';
import { routeNeeds } from '../../infra/constructs/rights.ts';
import { holdAgainstContract } from './contract.ts';
import { aSigner } from './signing.ts';
import { stepsWithRights, withRights } from './with-rights.ts';

logger.setLogLevel('SILENT');

const matchRoute = routerOf(routeList);

export const KEY = new TextEncoder().encode('a key of the tests, 32 bytes long');
export const TOKEN_KEY = await newTokenKey();
export const ISSUER = await tokenIssuer(TOKEN_KEY);
export const MERCHANT = 'mer_1';
export const PROGRAM = 'prg_1';
const START: Instant = Date.parse('2026-10-01T00:00:00+09:00');

// biome-ignore lint/suspicious/noExplicitAny: a test looks into any answer
export type Json = any;

export interface Request {
  /** A token; absent: the admin's. Null: none. */
  readonly token?: string | null;
  readonly body?: unknown;
  /** The body as it goes over the wire, instead of `body`. */
  readonly rawBody?: string;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  /** The parsed body; null when it is not JSON. */
  readonly json: Json;
}

export interface App {
  readonly deps: Deps;
  readonly call: (method: string, target: string, request?: Request) => Promise<Reply>;
  readonly setNow: (at: string) => void;
  readonly token: (caller: Partial<Caller> & { role: Caller['role'] }, lifetimeSeconds?: number) => Promise<string>;
}

export interface AppOptions {
  readonly stores?: Stores;
  readonly clickFallback?: Deps['clickFallback'];
  readonly rateLimit?: RateLimit;
  /** The time in which API keys live; absent: the machine's. */
  readonly keyClock?: () => number;
  readonly webhooks?: Partial<WebhookHost>;
}

/** The real handlers over memory stores, with a clock that stands still until it is set. */
export function anApp(options: AppOptions = {}): App {
  let now = START;
  const deps: Deps = {
    stores: options.stores ?? memoryStores(),
    now: () => now,
    newId,
    sha256,
    cipher: localCipher(new Uint8Array(32)),
    sha256Bytes,
    signer: aSigner(),
    clickIdKey: KEY,
    clickFallback: options.clickFallback,
    webhooks: {
      now: () => now,
      allowsLocal: false,
      post: () => Promise.reject(new Error('nobody is to be called')),
      later: async () => {},
      ...options.webhooks,
    },
  };
  const steps = stepsWithRights(deps);
  // Each operation, and each task of a step, has the rights of its own function in the cloud, and no more.
  const handlers = makeHandlers((route) => {
    const own = withRights(deps, routeNeeds(route));
    const verifyKey = apiKeyVerifier(own.stores, options.keyClock);
    return { deps: own, steps, verifyToken: ISSUER.verify, verifyKey, rateLimit: options.rateLimit };
  });
  const token: App['token'] = ({ role, subject, merchantId, partnerId }, lifetimeSeconds = 3600) => {
    const whose = { subject: subject ?? `${role}@example.com`, merchantId: merchantId ?? MERCHANT };
    const caller: Caller = isPartnerRole(role)
      ? { ...whose, role, partnerId: partnerId ?? 'ptn_1' }
      : { ...whose, role, partnerId: null };
    return ISSUER.mint(caller, lifetimeSeconds);
  };
  return {
    deps,
    setNow: (at) => {
      now = Date.parse(at);
    },
    token,
    call: async (method, target, request = {}) => {
      const bearer = request.token === undefined ? await token({ role: 'admin' }) : request.token;
      return send(handlers, eventOf(method, target, { ...request, token: bearer }));
    },
  };
}

async function send(handlers: readonly ServedRoute[], event: APIGatewayProxyEventV2): Promise<Reply> {
  const { method } = event.requestContext.http;
  const matched = matchRoute(method, event.rawPath);
  const served = matched.outcome === 'found' ? handlers.find(({ route }) => route === matched.route) : undefined;
  const pathParameters = matched.outcome === 'found' ? { ...matched.parameters } : {};
  const result = await (served?.handler ?? unmatched)({ ...event, pathParameters }, {} as Context);
  const headers = Object.fromEntries(
    Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const text = result.body ?? '';
  const status = result.statusCode ?? 0;
  if (served !== undefined) holdAgainstContract(served.route, { status, headers, text });
  return {
    status,
    headers,
    cookies: result.cookies ?? [],
    text,
    json: /[/+]json\b/.test(headers['content-type'] ?? '') ? JSON.parse(text) : null,
  };
}

function eventOf(method: string, target: string, request: Request): APIGatewayProxyEventV2 {
  const url = new URL(target, 'https://track.example.com');
  const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const matched = matchRoute(method, url.pathname);
  const movesMoney = matched.outcome === 'found' && matched.route.movesMoney;
  const headers: Record<string, string> = {
    // As clients of ours do; a test that is about keys says its own, or an empty one for none.
    ...(movesMoney ? { 'idempotency-key': newId() } : {}),
    ...(request.token ? { authorization: `Bearer ${request.token}` } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...request.headers,
  };
  if (headers['idempotency-key'] === '') delete headers['idempotency-key'];
  const at = { accountId: '0', apiId: 'test', domainName: url.hostname, domainPrefix: 'track', stage: '$default' };
  const http = { method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' };
  const query = Object.fromEntries(url.searchParams);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(request.cookies ? { cookies: [...request.cookies] } : {}),
    headers,
    ...(url.search === '' ? {} : { queryStringParameters: query }),
    requestContext: { ...at, http, requestId: 'req_1', routeKey: '$default', time: '', timeEpoch: 0 },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: request.isBase64Encoded ?? false,
  };
}

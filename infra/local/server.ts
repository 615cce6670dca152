import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Routable } from '../../functions/contract/match-route.ts';
import { routerOf } from '../../functions/contract/match-route.ts';
import { languageOf, problemOf } from '../../functions/contract/problem.ts';
import { Refusal } from '../../functions/contract/refusal.ts';
import { inLanguage } from '../../functions/runtime/operation/stack.ts';
import { freePort } from './free-port.ts';
import { gatewayEvent, sendResult } from './gateway-event.ts';

/** An operation that this host answers: a row of the route table with its function. */
export interface ServedRoute extends Routable {
  readonly handle: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
}

export interface ServerOptions {
  /** The port to listen on, or the next free one. */
  readonly port: number;
  readonly routes: readonly ServedRoute[];
  readonly onError: (error: unknown) => void;
}

export interface LocalServer {
  readonly address: string;
  /** Takes no new request and waits for those in hand. */
  readonly stop: () => Promise<void>;
}

/** API Gateway's own limit; what the functions take is less, and theirs to refuse. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;
const HEADERS_BYTES_MAX = 10_240;
const STOP_MILLISECONDS_MAX = 5_000;
const SWEEP_MILLISECONDS = 20;
const LOOPBACK = '127.0.0.1';

/** Serves the route table over HTTP, on this machine only. */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  const find = routerOf(options.routes);
  const server = createServer({ maxHeaderSize: HEADERS_BYTES_MAX }, (request, response) => {
    const requestId = randomUUID();
    answer({ request, requestId, find })
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) options.onError(error);
        return problemResult(error, request, requestId);
      })
      .then((result) => sendResult(response, result))
      .catch((error: unknown) => giveUp(response, error, options));
  });
  const port = await listen(server, options.port);
  return { address: `http://${LOOPBACK}:${port}`, stop: () => stop(server) };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly find: ReturnType<typeof routerOf<ServedRoute>>;
}

async function answer({ request, requestId, find }: Asked): Promise<APIGatewayProxyStructuredResultV2> {
  const method = request.method ?? 'GET';
  const url = urlOf(request);
  const found = url === null ? { outcome: 'not-found' as const } : find(method, url.pathname);
  if (url === null || found.outcome === 'not-found') {
    const message = {
      en: `there is nothing at ${method} ${request.url}`,
      ja: `${method} ${request.url}というアドレスはありません`,
    };
    throw new Refusal('route.not-found', message, []);
  }
  if (found.outcome === 'method-not-allowed') {
    const message = {
      en: `use ${found.allowed.join(' or ')} instead of ${method}`,
      ja: `${method}ではなく${found.allowed.join('または')}を使ってください`,
    };
    throw new Refusal('route.method-not-allowed', message, []);
  }
  const body = await readBody(request);
  const { route, parameters } = found;
  return await route.handle(
    gatewayEvent({
      request,
      url,
      body,
      requestId,
      routeKey: `${route.method} ${route.path}`,
      pathParameters: parameters,
      receivedAt: Date.now(),
    }),
  );
}

function urlOf(request: IncomingMessage): URL | null {
  const target = request.url ?? '/';
  return target.startsWith('/') ? URL.parse(`http://${LOOPBACK}${target}`) : null;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read on without keeping, so that the caller gets to see the answer rather than a broken connection.
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > BODY_BYTES_MAX) {
    const message = {
      en: `the body may have ${BODY_BYTES_MAX} bytes at most, got ${bytes}`,
      ja: `本文は${BODY_BYTES_MAX}バイト以内にしてください（入力値: ${bytes}バイト）`,
    };
    throw new Refusal('request.too-large', message, []);
  }
  return Buffer.concat(chunks);
}

function problemResult(error: unknown, request: IncomingMessage, requestId: string): APIGatewayProxyStructuredResultV2 {
  const language = languageOf(request.headers['accept-language']);
  const instance = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const problem = problemOf(error, { requestId, instance, language });
  return {
    statusCode: problem.status,
    headers: { 'content-type': 'application/problem+json', ...inLanguage(language) },
    body: JSON.stringify(problem),
  };
}

function giveUp(response: ServerResponse, error: unknown, options: ServerOptions): void {
  options.onError(error);
  response.destroy();
}

async function listen(server: Server, wanted: number): Promise<number> {
  const port = await freePort(wanted);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return port;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last answer has gone out is kept open for the next request, which there will not be.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
  server.closeIdleConnections();
  await Promise.race([closed, sleep(STOP_MILLISECONDS_MAX, undefined, { ref: false })]);
  clearInterval(sweep);
  server.closeAllConnections();
  await closed;
}

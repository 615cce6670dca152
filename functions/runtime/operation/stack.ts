import type { MiddlewareObj } from '@middy/core';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Language } from '../../../domain/said.ts';
import { languageOf, problemOf } from '../../contract/problem.ts';
import { logger } from '../logger.ts';
import { countFault } from '../metrics.ts';
import { refusePastEdge } from './edge.ts';

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResult = APIGatewayProxyStructuredResultV2;
export type HttpHandler = (event: HttpEvent, context: Context) => Promise<HttpResult>;

/** Every answer carries these: nothing of ours is to be sniffed, framed, cached or referred to. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
};

/** The layers around every operation: its id in the log, its faults told as problems, its headers. */
export function httpHandler(name: string, run: (event: HttpEvent) => Promise<HttpResult>): HttpHandler {
  const handler = middy<HttpEvent, HttpResult>((event: HttpEvent) => run(event))
    .use(logged(name))
    .use(secured())
    .use(throughEdge())
    .use(faultsAsProblems(name));
  return (event, context) => handler(event, context);
}

type Layer = MiddlewareObj<HttpEvent, HttpResult>;

function logged(name: string): Layer {
  return {
    before: ({ event }) => {
      logger.resetKeys();
      logger.appendKeys({ operation: name, requestId: event.requestContext.requestId });
    },
  };
}

const toldOf = new WeakMap<HttpEvent, Readonly<Record<string, string>>>();

/** Headers that whatever is answered to a request bears, a problem too. */
export function tell<T extends Readonly<Record<string, string>>>(event: HttpEvent, headers: T): T {
  toldOf.set(event, headers);
  return headers;
}

function secured(): Layer {
  const secure = ({ event, response }: { event: HttpEvent; response?: HttpResult | null | undefined }) => {
    if (!response) return;
    const own = { ...toldOf.get(event), 'x-request-id': event.requestContext.requestId };
    response.headers = { ...SECURITY_HEADERS, ...response.headers, ...own };
  };
  return { after: secure, onError: secure };
}

function throughEdge(): Layer {
  return { before: ({ event }) => refusePastEdge(event) };
}

/** The last layer in, so the first to see a fault. */
function faultsAsProblems(name: string): Layer {
  return {
    onError: (request) => {
      const { event, error } = request;
      const language = languageOf(event.headers['accept-language']);
      const { requestId } = event.requestContext;
      const problem = problemOf(error, { requestId, instance: event.rawPath, language });
      if (problem.status >= 500) reportFault(name, error);
      else logger.info('refused', { code: problem.code, status: problem.status });
      request.response = {
        statusCode: problem.status,
        headers: {
          'content-type': 'application/problem+json',
          ...inLanguage(language),
          ...(problem.status === 401 ? { 'www-authenticate': 'Bearer realm="bunpai"' } : {}),
        },
        body: JSON.stringify(problem),
      };
    },
  };
}

/** Of an answer that says something to people. */
export function inLanguage(language: Language) {
  return { 'content-language': language, vary: 'accept-language' };
}

/** Counts and logs what we did not foresee. */
export function reportFault(name: string, error: unknown): void {
  logger.error('fault', { error: error instanceof Error ? error : new Error(String(error)) });
  countFault('fault', name);
}

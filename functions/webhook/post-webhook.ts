import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Attempt, AttemptFailure } from '../../domain/webhook/delivery.ts';
import { isLoopback, isPublicAddress } from './public-address.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { urlRefusal } from './webhook-url.ts';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostResult extends Pick<Attempt, 'milliseconds' | 'status' | 'failure' | 'answer'> {
  /** For so long the receiver asks to be left alone; 0: it does not. */
  readonly waitSeconds: number;
}
export type PostWebhook = (request: WebhookRequest) => Promise<PostResult>;

export interface PostWebhookOptions {
  /** Also to this very machine, and without TLS: for a host on a laptop, never for one in the cloud. */
  readonly allowsLocal: boolean;
  /** All addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT_MILLISECONDS = 15_000;
const ANSWER_BYTES_MAX = 500;

const resolveAll = (name: string): Promise<LookupAddress[]> => lookup(name, { all: true });

class ForbiddenAddress extends Error {}

/**
 * Posts one webhook and waits at most 15 seconds for the answer. A name is resolved once for each connection, every address that
 * it has must be public, and the connection goes to those very addresses: a name that answers differently the next time, or leads
 * inside, gets nothing. Redirects are answers like any other and are not followed.
 */
export function postWebhook(options: PostWebhookOptions): PostWebhook {
  const { allowsLocal, timeoutMilliseconds = TIMEOUT_MILLISECONDS } = options;
  return async ({ url, headers, body }) => {
    const startedAt = performance.now();
    const ended = (rest: Omit<PostResult, 'milliseconds'>): PostResult => {
      return { milliseconds: Math.round(performance.now() - startedAt), ...rest };
    };
    const refusal = urlRefusal(url, allowsLocal);
    if (refusal !== null) return ended(failed('address-forbidden', refusal.en));
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    try {
      const response = await send({ url: new URL(url), headers, body, signal, lookup: checkedLookup(options) });
      const { statusCode, headers: told } = response;
      const waitSeconds = retryAfterSeconds(statusCode, told['retry-after'], Date.now());
      return ended({ status: statusCode ?? null, failure: null, answer: await beginningOf(response), waitSeconds });
    } catch (error) {
      if (signal.aborted) return ended(failed('timeout', `no answer within ${timeoutMilliseconds} ms`));
      return ended(failureOf(error));
    }
  };
}

interface Sending extends Omit<WebhookRequest, 'url'> {
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly lookup: LookupFunction;
}

function send({ url, headers, body, signal, lookup }: Sending): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    request(url, {
      method: 'POST',
      // No connection is used twice: who owned its address then may not own it now.
      agent: false,
      lookup,
      signal,
      headers: { ...headers, 'content-length': bytes.length },
    })
      .on('response', resolve)
      .on('error', reject)
      .end(bytes);
  });
}

/** What a connection asks for the addresses of a name; it asks once, and goes to what it is given. */
function checkedLookup({ allowsLocal, resolve = resolveAll }: PostWebhookOptions): LookupFunction {
  return (name, options, callback) => {
    const isAllowed = ({ address }: LookupAddress) => isPublicAddress(address) || (allowsLocal && isLoopback(address));
    resolve(name).then(
      (addresses) => {
        const [first] = addresses;
        const wrong = addresses.find((each) => !isAllowed(each));
        if (first === undefined) callback(new Error(`${name} has no address`), '');
        else if (wrong !== undefined) {
          callback(new ForbiddenAddress(`${name} leads to ${wrong.address}, which is not public`), '');
        } else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
}

/** Enough for a person to see what the receiver said; the rest is not waited for. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= ANSWER_BYTES_MAX) break;
    }
  } catch {
    // The status is the answer; a body that breaks off changes nothing of it.
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString('utf8');
}

function failed(code: AttemptFailure['code'], note: string): Omit<PostResult, 'milliseconds'> {
  return { status: null, failure: { code, note }, answer: '', waitSeconds: 0 };
}

function failureOf(error: unknown): Omit<PostResult, 'milliseconds'> {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (error instanceof ForbiddenAddress) return failed('address-forbidden', message);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return failed('not-found', message);
  return failed('connection', message === '' ? code : message);
}

import { randomUUID } from 'node:crypto';
import { matchRoute } from '../../functions/contract/match-route.ts';

/** An answer that was not the one hoped for; its message says who refused what, and why. */
export class RefusedError extends Error {
  readonly status: number;
  /** What is wrong with which field, as far as the host told. */
  readonly errors: Problem['errors'];
  readonly detail: string | undefined;

  constructor(request: string, status: number, text: string) {
    super(`${request} was answered ${status}: ${problemIn(text)}`);
    const { errors, detail } = parsed(text) ?? {};
    this.errors = errors;
    this.detail = detail;
    this.name = 'RefusedError';
    this.status = status;
  }
}

export interface Client {
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body?: unknown) => Promise<T>;
  readonly put: <T>(path: string, body: unknown) => Promise<T>;
}

/** A caller of the host's HTTP API with one token; what is refused is thrown, with the problem that the host told. */
export function clientOf(address: string, token: string): Client {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(path, address), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(movesMoney(method, path) ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new RefusedError(`${method} ${path}`, response.status, text);
    return JSON.parse(text) as T;
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
  };
}

function movesMoney(method: string, path: string): boolean {
  const matched = matchRoute(method, path);
  return matched.outcome === 'found' && matched.route.movesMoney === true;
}

interface Problem {
  readonly detail?: string;
  readonly title?: string;
  readonly code?: string;
  readonly errors?: readonly { readonly field?: string; readonly reason?: string; readonly message?: string }[];
}

/** A problem (RFC 9457) in one line. */
export function problemIn(text: string): string {
  const problem = parsed(text);
  if (problem === null) return text.slice(0, 500);
  const errors = (problem.errors ?? []).map((error) => `${error.field ?? ''}: ${error.reason ?? error.message ?? ''}`);
  return [problem.code, problem.detail ?? problem.title, ...errors].filter(Boolean).join(' · ');
}

function parsed(text: string): Problem | null {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return null;
  }
}

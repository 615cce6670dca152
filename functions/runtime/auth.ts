import { DomainError } from '../../domain/errors.ts';
import type { Role } from '../contract/route.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './caller.ts';
import type { TokenVerifier } from './token-verifier.ts';

const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

export type Headers = Readonly<Record<string, string | undefined>>;

/** The caller that a bearer token names. */
export async function authenticate(headers: Headers, verify: TokenVerifier): Promise<Caller> {
  const token = BEARER.exec(headers['authorization'] ?? '')?.[1];
  if (token !== undefined) return callerOf(await verify(token));
  throw new DomainError('access.unauthenticated', 'send the header "Authorization: Bearer <token>"');
}

/** Whether a caller's role may use an operation, in one place for all of them. */
export function authorise(caller: Caller, route: { readonly name: string; readonly roles: readonly Role[] }): void {
  if (route.roles.includes(caller.role)) return;
  const message = `${route.name} is for ${route.roles.join(' or ')}, this token is for ${caller.role}`;
  throw new DomainError('access.forbidden', message);
}

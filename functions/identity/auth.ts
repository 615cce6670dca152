import { DomainError } from '../../domain/errors.ts';
import type { Role } from '../contract/route.ts';
import type { Host } from '../runtime/host.ts';
import { isApiKeyText } from './api-key.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './caller.ts';

const BEARER = /^Bearer +([A-Za-z0-9_.-]+)$/i;
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

export type Headers = Readonly<Record<string, string | undefined>>;

/** The caller that a bearer token or an API key names: the one place where either is believed. */
export async function authenticate(
  headers: Headers,
  { verifyToken, verifyKey }: Pick<Host, 'verifyToken' | 'verifyKey'>,
): Promise<Caller> {
  const given = BEARER.exec(headers['authorization'] ?? '')?.[1] ?? '';
  if (isApiKeyText(given)) return await verifyKey(given);
  if (TOKEN.test(given)) return callerOf(await verifyToken(given));
  throw new DomainError('access.unauthenticated', {
    en: 'send the header "Authorization: Bearer <token or API key>"',
    ja: '"Authorization: Bearer <トークンまたはAPIキー>"のヘッダーを送信してください',
  });
}

/** Whether a caller's role may use an operation, in one place for all of them. */
export function authorise(caller: Caller, route: { readonly name: string; readonly roles: readonly Role[] }): void {
  if (route.roles.includes(caller.role)) return;
  throw new DomainError('access.forbidden', {
    en: `${route.name} is for ${route.roles.join(' or ')}, this token is for ${caller.role}`,
    ja: `${route.name}を実行できる権限は${route.roles.join('、')}です（このトークンの権限: ${caller.role}）`,
  });
}

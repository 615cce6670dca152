import { errors, jwtVerify, SignJWT } from 'jose';
import { DomainError } from '../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../domain/ids.ts';
import type { MerchantRole, PartnerRole, Role } from '../contract/route.ts';
import { isPartnerRole, ROLES } from '../contract/route.ts';

/** Who calls. Keys are built from this, never from a body. */
export type Caller = {
  /** The person or system, for the records: who sealed, who approved. */
  readonly subject: string;
  readonly merchantId: MerchantId;
} & (
  | { readonly role: MerchantRole; readonly partnerId: null }
  | { readonly role: PartnerRole; readonly partnerId: PartnerId }
);

const AUDIENCE = 'bunpai';
const ALGORITHM = 'HS256';
const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/**
 * The caller that a bearer token names. This and `mintToken` are the one seam to the identity work to come: whatever checks
 * tokens later answers a Caller here. Tokens live in real time, also on a host whose clock is set to another month.
 */
export async function authenticate(headers: Headers, key: Uint8Array): Promise<Caller> {
  const token = BEARER.exec(headers['authorization'] ?? '')?.[1];
  if (token === undefined) {
    throw new DomainError('access.unauthenticated', 'send the header "Authorization: Bearer <token>"');
  }
  return callerOf(await claimsOf(token, key));
}

export type Headers = Readonly<Record<string, string | undefined>>;

/** Whether a caller's role may use an operation, in one place for all of them. */
export function authorise(caller: Caller, route: { readonly name: string; readonly roles: readonly Role[] }): void {
  if (route.roles.includes(caller.role)) return;
  const message = `${route.name} is for ${route.roles.join(' or ')}, this token is for ${caller.role}`;
  throw new DomainError('access.forbidden', message);
}

/** A token for hosts and tests, good for so many seconds. */
export async function mintToken(key: Uint8Array, caller: Caller, lifetimeSeconds: number): Promise<string> {
  const { subject, merchantId, role, partnerId } = caller;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ merchantId, role, ...(partnerId === null ? {} : { partnerId }) })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(subject)
    .setAudience(AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(key);
}

type Claims = Readonly<Record<string, unknown>>;

async function claimsOf(token: string, key: Uint8Array): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      requiredClaims: ['sub', 'exp', 'merchantId', 'role'],
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) {
      throw new DomainError('access.token-expired', 'the token has expired; get a new one', { cause });
    }
    throw new DomainError('access.unauthenticated', 'the token is not one of ours', { cause });
  }
}

function callerOf({ sub, merchantId, role, partnerId }: Claims): Caller {
  const known = ROLES.find((one) => one === role);
  if (isText(sub) && isText(merchantId) && known !== undefined) {
    const whose = { subject: sub, merchantId };
    if (!isPartnerRole(known)) {
      if (partnerId === undefined) return { ...whose, role: known, partnerId: null };
    } else if (isText(partnerId)) return { ...whose, role: known, partnerId };
  }
  throw new DomainError('access.unauthenticated', 'the token does not say whose it is');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

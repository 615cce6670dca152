import { createHash } from 'node:crypto';
import type { MerchantId, VisitorId } from '../../domain/ids.ts';

/** As long as browsers keep a cookie at most. */
const MAX_AGE_SECONDS = 400 * 86_400;

/** Each merchant has a cookie of its own, so that nobody can follow a visitor from one merchant to another. */
export function visitorCookieName(merchantId: MerchantId): string {
  return `bp_visitor_${createHash('sha256').update(merchantId).digest('hex').slice(0, 12)}`;
}

/** The Set-Cookie line that lets us know the visitor again. */
export function visitorCookie(merchantId: MerchantId, visitorId: VisitorId): string {
  const name = visitorCookieName(merchantId);
  return `${name}=${visitorId}; Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; Secure; SameSite=Lax`;
}

/** The Set-Cookie line that removes what an earlier visit left. */
export function forgottenVisitor(merchantId: MerchantId): string {
  return `${visitorCookieName(merchantId)}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`;
}

/** What the visitor's cookie for this merchant says, or null. */
export function readVisitor(cookies: readonly string[], merchantId: MerchantId): string | null {
  const prefix = `${visitorCookieName(merchantId)}=`;
  const cookie = cookies.find((candidate) => candidate.startsWith(prefix));
  return cookie === undefined ? null : cookie.slice(prefix.length);
}

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

/** What a token says, once its signature, its issuer, its client and its time are found right. */
export type Claims = Readonly<Record<string, unknown>>;

/** Where a role stands in a token: the groups of a user pool are the roles. */
export const GROUPS_CLAIM = 'cognito:groups';

/** The caller that claims name; one role, and a partner exactly for the people of a partner. */
export function callerOf(claims: Claims): Caller {
  const { sub, merchantId, partnerId } = claims;
  const [role, ...others] = rolesIn(claims);
  if (isText(sub) && isText(merchantId) && role !== undefined && others.length === 0) {
    const whose = { subject: sub, merchantId };
    if (!isPartnerRole(role)) {
      if (partnerId === undefined) return { ...whose, role, partnerId: null };
    } else if (isText(partnerId)) return { ...whose, role, partnerId };
  }
  throw new DomainError('access.unauthenticated', {
    en: 'the token does not say whose it is',
    ja: 'トークンに利用者の情報がありません',
  });
}

/** The claims that name a caller. */
export function claimsOf({ subject, merchantId, role, partnerId }: Caller): Claims {
  return { sub: subject, merchantId, [GROUPS_CLAIM]: [role], ...(partnerId === null ? {} : { partnerId }) };
}

function rolesIn(claims: Claims): readonly Role[] {
  const groups = claims[GROUPS_CLAIM];
  return Array.isArray(groups) ? ROLES.filter((role) => groups.includes(role)) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

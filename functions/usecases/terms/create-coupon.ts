import { DomainError } from '../../../domain/errors.ts';
import type { Coupon } from '../../../domain/partner/enrollment.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { accepted } from '../facts/put-fact.ts';
import { knownPartner } from './known.ts';
import { programOf } from './load-terms.ts';

/** Gives a coupon code to a partner. A code may change hands, but has one owner at a time. */
export async function createCoupon(deps: Deps, command: { scope: Scope; coupon: Coupon }): Promise<Coupon> {
  const { scope, coupon } = command;
  await programOf(deps, scope);
  await knownPartner(deps, { merchantId: scope.merchantId, partnerId: coupon.partnerId, field: 'partnerId' });
  const taken = (await deps.stores.partners.couponsByCode(scope, coupon.code)).find(
    (other) => !isSameGrant(other, coupon) && isOverlapping(other, coupon),
  );
  if (taken) {
    const message = {
      en: `coupon ${coupon.code} belongs to partner "${taken.partnerId}" at that time`,
      ja: `クーポン${coupon.code}は、その期間パートナー"${taken.partnerId}"が使用しています`,
    };
    throw new DomainError('coupon.taken', message, { field: 'code' });
  }
  const put = await deps.stores.partners.putCoupon(scope, { fact: coupon, recordedAt: deps.now() });
  return accepted(put, coupon, {
    name: { en: `coupon ${coupon.code}`, ja: `クーポン${coupon.code}` },
    code: 'coupon.conflict',
  }).fact;
}

/** The store's key of a grant: whether the rest is the same, the put itself says. */
function isSameGrant(a: Coupon, b: Coupon): boolean {
  return a.partnerId === b.partnerId && a.validFrom === b.validFrom;
}

/** Whether two grants of one code are valid at the same time. */
export function isOverlapping(a: Coupon, b: Coupon): boolean {
  const startsBeforeEnd = (one: Coupon, other: Coupon) =>
    one.validFrom === null || other.validTo === null || one.validFrom < other.validTo;
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}

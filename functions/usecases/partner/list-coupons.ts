import type { PartnerId } from '../../../domain/ids.ts';
import type { Coupon } from '../../../domain/partner/enrollment.ts';
import type { Deps } from '../../runtime/deps.ts';
import { couponPositionOf } from '../../store/own-index.ts';
import type { RowPage, Scope } from '../../store/scope.ts';

/** The coupons of one partner in a program, by code, each with its place in the list. */
export async function listCoupons(
  { stores }: Deps,
  { scope, partnerId }: { readonly scope: Scope; readonly partnerId: PartnerId },
  page: RowPage,
): Promise<readonly { readonly coupon: Coupon; readonly position: string }[]> {
  const coupons = await stores.partners.couponsOf(scope, partnerId, page);
  return coupons.map((coupon) => ({ coupon, position: couponPositionOf(coupon) }));
}

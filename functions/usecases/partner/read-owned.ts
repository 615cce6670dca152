import { DomainError } from '../../../domain/errors.ts';
import type { LinkId, PartnerId } from '../../../domain/ids.ts';
import { normaliseCoupon } from '../../../domain/partner/coupon.ts';
import type { Coupon } from '../../../domain/partner/enrollment.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { OwnedLink } from '../../store/program-store.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** Who asks about what belongs to a partner: the partner, which finds its own alone, or (null) the merchant. */
interface Asker {
  readonly scope: Scope;
  readonly partnerId: PartnerId | null;
}

/** A tracking link of a program. */
export async function readLink(deps: Deps, { scope, partnerId }: Asker, linkId: LinkId): Promise<OwnedLink> {
  await programOf(deps, scope);
  const link = await deps.stores.partners.link(linkId);
  const isThere = link?.merchantId === scope.merchantId && link.programId === scope.programId;
  if (isThere && (partnerId === null || partnerId === link.partnerId)) return link;
  throw new DomainError('link.not-found', {
    en: `there is no tracking link "${linkId}"`,
    ja: `トラッキングリンク"${linkId}"は見つかりません`,
  });
}

/** Whose a code is in turn, the first owner first; never empty. */
export async function readCoupon(deps: Deps, { scope, partnerId }: Asker, text: string): Promise<readonly Coupon[]> {
  await programOf(deps, scope);
  const coupons = await deps.stores.partners.couponsByCode(scope, normaliseCoupon(text));
  const own = coupons.filter((coupon) => partnerId === null || partnerId === coupon.partnerId);
  if (own.length > 0) return own;
  throw new DomainError('coupon.not-found', {
    en: `there is no coupon "${text}"`,
    ja: `クーポン"${text}"は見つかりません`,
  });
}

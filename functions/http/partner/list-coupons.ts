import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import type { RowPage } from '../../store/scope.ts';
import { listCoupons as list } from '../../usecases/partner/list-coupons.ts';
import { partnerGround } from '../../usecases/partner/partner-ground.ts';
import { partnerAsked } from '../own-partner.ts';
import { pageFrom } from '../page.ts';
import { couponAnswer } from '../wire.ts';

/** A partner's coupon codes, by code; one that came back stands once for each time. */
export const listCoupons = operation(selfServiceRoutes.listCoupons, async ({ deps, scope, caller, query }) => {
  const { partnerId } = await partnerGround(deps, scope, partnerAsked(caller, query.partnerId));
  const rowsAfter = (page: RowPage) => list(deps, { scope, partnerId }, page);
  const { items, next } = await pageFrom(rowsAfter, query, ({ position }) => position);
  return { body: { coupons: items.map(({ coupon }) => couponAnswer(coupon)), next } };
});

export const handler = listCoupons.handlerOn(awsHost);

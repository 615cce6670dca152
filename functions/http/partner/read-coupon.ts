import { normaliseCoupon } from '../../../domain/partner/coupon.ts';
import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readCoupon as read } from '../../usecases/partner/read-owned.ts';
import { couponAnswer } from '../wire.ts';

/** A coupon code with its owners, one at a time. */
export const readCoupon = operation(selfServiceRoutes.readCoupon, async ({ deps, scope, caller, parameters }) => {
  const coupons = await read(deps, { scope, partnerId: caller.partnerId }, parameters.code);
  const owners = coupons.map(couponAnswer).map(({ code: _, ...owner }) => owner);
  return { body: { code: normaliseCoupon(parameters.code), owners } };
});

export const handler = readCoupon.handlerOn(awsHost);

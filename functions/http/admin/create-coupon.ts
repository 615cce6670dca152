import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { createCoupon as create } from '../../usecases/terms/create-coupon.ts';
import { instant } from '../wire.ts';

/** A coupon code of a partner. */
export const createCoupon = operation(routes.createCoupon, async ({ deps, caller, parameters, body }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  const { code, partnerId, validFrom, validTo } = await create(deps, { scope, coupon: body });
  return { body: { code, partnerId, validFrom: instant(validFrom), validTo: instant(validTo) } };
});

export const handler = createCoupon.handlerOn(awsHost);

import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { createCoupon as create } from '../../usecases/terms/create-coupon.ts';
import { couponAnswer } from '../wire.ts';

/** A coupon code of a partner. */
export const createCoupon = operation(programRoutes.createCoupon, async ({ deps, scope, body }) => {
  return { body: couponAnswer(await create(deps, { scope, coupon: body })) };
});

export const handler = createCoupon.handlerOn(awsHost);

import { bulkRoutes } from '../../contract/routes/bulk.ts';
import { couponSchema } from '../../contract/schemas/partner.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { createCoupon } from '../../usecases/terms/create-coupon.ts';
import { bulkOperation } from '../bulk.ts';
import { couponAnswer } from '../wire.ts';

/** Coupon codes of partners. */
export const createCoupons = bulkOperation(bulkRoutes.createCoupons, couponSchema, async ({ deps, scope }, coupon) =>
  couponAnswer(await createCoupon(deps, { scope, coupon })),
);

export const handler = createCoupons.handlerOn(awsHost);

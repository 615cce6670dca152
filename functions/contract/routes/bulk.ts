import type { z } from 'zod';
import type { Route } from '../route.ts';
import { manySchema } from '../schemas/page.ts';
import { factRoutes } from './facts.ts';
import { programRoutes } from './program.ts';
import { nothing, route } from './shared.ts';

const { recordClick, recordConversion, recordReversal } = factRoutes;
const { createPartner, enroll, createLink, createCoupon } = programRoutes;

/** The same for up to 100 items in one request, each answered for itself. */
export const bulkRoutes = {
  recordClicks: many(recordClick, 'recordClicks', 'Records up to 100 clicks'),
  recordConversions: many(recordConversion, 'recordConversions', 'Records up to 100 conversions'),
  recordReversals: many(recordReversal, 'recordReversals', 'Records up to 100 refunds, chargebacks or cancellations'),
  createPartners: many(createPartner, 'createPartners', 'Creates up to 100 partners'),
  enrollPartners: many(enroll, 'enrollPartners', 'Enrolls up to 100 partners in a program'),
  createLinks: many(createLink, 'createLinks', 'Creates up to 100 tracking links'),
  createCoupons: many(createCoupon, 'createCoupons', 'Gives up to 100 coupon codes to partners'),
};

function many<Body, Given, Path, GivenPath>(
  single: Route<Body, Path, Record<string, never>> & {
    readonly parameters: z.ZodType<Path, GivenPath>;
    readonly body: z.ZodType<Body, Given>;
  },
  name: string,
  summary: string,
) {
  const module = `${single.audience}/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const body = manySchema(single.body);
  return route({ ...single, name, summary, module, status: 200, path: `${single.path}/bulk`, query: nothing, body });
}

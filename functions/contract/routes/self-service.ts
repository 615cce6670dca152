import * as z from 'zod';
import { nameIdSchema, textSchema } from '../schemas/common.ts';
import { earnedQuerySchema, ownedQuerySchema, profileSchema, rangeQuerySchema } from '../schemas/self-service.ts';
import { inProgram, MANAGERS, nothing, ofPartner, partner, route } from './shared.ts';

/** What a partner sees and says of itself, without asking anybody. */
export const selfServiceRoutes = {
  readPartner: route({
    ...partner,
    name: 'readPartner',
    path: '/v1/partners/{partnerId}',
    module: 'partner/read-partner',
    summary:
      'Reads a partner: profile, programs, tax profile and bank details in short, and what its payouts still need',
    parameters: ofPartner,
    query: nothing,
    body: null,
  }),
  putPartnerProfile: route({
    ...partner,
    name: 'putPartnerProfile',
    roles: [...MANAGERS, 'partner-admin'],
    method: 'PUT',
    path: '/v1/partners/{partnerId}/profile',
    module: 'partner/put-partner-profile',
    summary: 'Replaces what a partner says of itself; legal name and bank details have operations of their own',
    parameters: ofPartner,
    query: nothing,
    body: profileSchema,
  }),
  listLinks: route({
    ...partner,
    name: 'listLinks',
    path: '/v1/programs/{programId}/links',
    module: 'partner/list-links',
    summary: "Lists a partner's tracking links, by id",
    parameters: inProgram,
    query: ownedQuerySchema,
    body: null,
  }),
  readLink: route({
    ...partner,
    name: 'readLink',
    path: '/v1/programs/{programId}/links/{linkId}',
    module: 'partner/read-link',
    summary: 'Reads a tracking link',
    parameters: z.strictObject({ programId: nameIdSchema, linkId: nameIdSchema }),
    query: nothing,
    body: null,
  }),
  listCoupons: route({
    ...partner,
    name: 'listCoupons',
    path: '/v1/programs/{programId}/coupons',
    module: 'partner/list-coupons',
    summary: "Lists a partner's coupon codes, by code",
    parameters: inProgram,
    query: ownedQuerySchema,
    body: null,
  }),
  readCoupon: route({
    ...partner,
    name: 'readCoupon',
    path: '/v1/programs/{programId}/coupons/{code}',
    module: 'partner/read-coupon',
    summary: 'Reads a coupon code with its owners in turn; a partner sees the times that are its own',
    parameters: z.strictObject({ programId: nameIdSchema, code: textSchema }),
    query: nothing,
    body: null,
  }),
  readStatistics: route({
    ...partner,
    name: 'readStatistics',
    path: '/v1/programs/{programId}/statistics',
    module: 'partner/read-statistics',
    summary:
      'Counts clicks, conversions and commission of a partner over up to 31 days: by day, link, coupon and period',
    parameters: inProgram,
    query: rangeQuerySchema,
    body: null,
  }),
  listConversions: route({
    ...partner,
    name: 'listConversions',
    path: '/v1/programs/{programId}/conversions',
    module: 'partner/list-conversions',
    summary: 'Lists what a partner earned by, the latest first, and when each line is expected to be paid',
    parameters: inProgram,
    query: earnedQuerySchema,
    body: null,
  }),
};

import { z } from 'zod';
import { nameIdSchema } from '../schemas/common.ts';
import { couponSchema, enrollmentSchema, linkSchema, partnerSchema, termsSchema } from '../schemas/partner.ts';
import { planSchema, versionInPathSchema } from '../schemas/plan.ts';
import { programBodySchema, rateSchema } from '../schemas/program.ts';
import { admin, inProgram, nothing, route } from './shared.ts';

const inVersion = z.strictObject({ programId: nameIdSchema, version: versionInPathSchema });
const planReading = { ...admin, roles: ['admin', 'finance'], method: 'GET', status: 200, body: null } as const;

/** Programs, their plans and rates, partners, links and coupons. */
export const programRoutes = {
  createProgram: route({
    ...admin,
    name: 'createProgram',
    path: '/v1/programs',
    module: 'admin/create-program',
    summary: 'Creates a program',
    parameters: nothing,
    body: programBodySchema,
  }),
  publishPlan: route({
    ...admin,
    name: 'publishPlan',
    path: '/v1/programs/{programId}/plans',
    module: 'admin/publish-plan',
    summary: 'Publishes a version of the commission rules',
    parameters: inProgram,
    body: planSchema,
  }),
  listPlans: route({
    ...planReading,
    name: 'listPlans',
    path: '/v1/programs/{programId}/plans',
    module: 'admin/list-plans',
    summary: 'Lists the versions of the commission rules, published ones and drafts',
    parameters: inProgram,
  }),
  readPlan: route({
    ...planReading,
    name: 'readPlan',
    path: '/v1/programs/{programId}/plans/{version}',
    module: 'admin/read-plan',
    summary: 'Reads a version of the commission rules, published or a draft',
    parameters: inVersion,
  }),
  saveDraft: route({
    ...admin,
    name: 'saveDraft',
    method: 'PUT',
    path: '/v1/programs/{programId}/plans/{version}',
    status: 200,
    module: 'admin/save-draft',
    summary: 'Writes a draft of a version of the commission rules',
    parameters: inVersion,
    body: planSchema,
  }),
  discardDraft: route({
    ...admin,
    name: 'discardDraft',
    method: 'DELETE',
    path: '/v1/programs/{programId}/plans/{version}',
    status: 204,
    module: 'admin/discard-draft',
    summary: 'Throws a draft of the commission rules away',
    parameters: inVersion,
    body: null,
  }),
  publishDraft: route({
    ...admin,
    name: 'publishDraft',
    path: '/v1/programs/{programId}/plans/{version}/publish',
    status: 200,
    module: 'admin/publish-draft',
    summary: 'Publishes a draft of the commission rules',
    parameters: inVersion,
    body: null,
  }),
  recordRate: route({
    ...admin,
    name: 'recordRate',
    path: '/v1/programs/{programId}/rates',
    module: 'admin/record-rate',
    summary: 'Records the exchange rate of a day',
    parameters: inProgram,
    body: rateSchema,
  }),
  createPartner: route({
    ...admin,
    name: 'createPartner',
    path: '/v1/partners',
    module: 'admin/create-partner',
    summary: 'Creates a partner',
    parameters: nothing,
    body: partnerSchema,
  }),
  enroll: route({
    ...admin,
    name: 'enroll',
    path: '/v1/programs/{programId}/enrollments',
    module: 'admin/enroll',
    summary: 'Enrolls a partner in a program',
    parameters: inProgram,
    body: enrollmentSchema,
  }),
  changeTerms: route({
    ...admin,
    name: 'changeTerms',
    path: '/v1/programs/{programId}/enrollments/{partnerId}/terms',
    module: 'admin/change-terms',
    summary: "Changes an enrollment's status, tier, segment or recruiter from an instant on",
    parameters: z.strictObject({ programId: nameIdSchema, partnerId: nameIdSchema }),
    body: termsSchema,
  }),
  createLink: route({
    ...admin,
    name: 'createLink',
    path: '/v1/programs/{programId}/links',
    module: 'admin/create-link',
    summary: "Creates a partner's tracking link",
    parameters: inProgram,
    body: linkSchema,
  }),
  createCoupon: route({
    ...admin,
    name: 'createCoupon',
    path: '/v1/programs/{programId}/coupons',
    module: 'admin/create-coupon',
    summary: 'Gives a coupon code to a partner',
    parameters: inProgram,
    body: couponSchema,
  }),
};

import * as z from 'zod';
import { modelMembers } from '../schemas/attribution.ts';
import { reserveSchema } from '../schemas/common.ts';
import { planMembers, rulesSchema } from '../schemas/plan.ts';
import { payoutTermsSchema } from '../schemas/program.ts';
import { answer, dailyRate, day, decimal, id, instant, money, next } from './answer.ts';

const programShape = z.object({
  id,
  merchantId: id,
  name: z.string(),
  currency: z.string(),
  timezone: z.string(),
  attribution: z.object({
    ...modelMembers,
    lookbackDays: z.int(),
    minSecondsToConvert: z.int(),
    clickDedupeSeconds: z.int(),
    coupon: z.enum(['wins', 'touchpoint', 'ignore']),
    touchReuse: z.literal('next-conversion-only').optional(),
    renewals: z.literal('bound').optional(),
  }),
  settlement: z.object({
    period: z.literal('month'),
    threshold: money,
    reserve: reserveSchema.optional(),
    payout: payoutTermsSchema.optional(),
    refundRateLimit: decimal.optional(),
  }),
  tracking: z.object({ allowedHosts: z.array(z.string()), clickIdParameter: z.string() }),
  noticeDays: z.int().optional(),
  fourEyes: z.boolean().optional(),
  confirmation: z.object({ days: z.int(), agreedOn: day }).optional(),
  review: z.object({ days: z.int() }).optional(),
  claims: z.object({ filingDays: z.int(), answerDays: z.int() }).optional(),
  partnerActivity: z.literal(true).optional(),
  deals: z
    .object({
      stages: z.array(z.string()),
      approvalHours: z.int(),
      protectionDays: z.int(),
      extensionDays: z.int(),
    })
    .optional(),
});

const draftPlan = z.object({
  ...planMembers,
  status: z.literal('draft'),
  revision: z.int(),
  draftedBy: z.string(),
  draftedAt: instant,
});
const publishedPlan = z.object({
  ...planMembers,
  status: z.literal('published'),
  draftedBy: z.string().nullable(),
  publishedBy: z.string().nullable(),
  publishedAt: instant,
});
const planVersion = z.discriminatedUnion('status', [draftPlan, publishedPlan]);

const terms = {
  status: z.enum(['applied', 'active', 'suspended', 'ended']),
  tier: z.string().nullable(),
  segment: z.string().nullable(),
  recruitedBy: id.nullable(),
  rules: rulesSchema.optional(),
  reserve: reserveSchema.optional(),
};

const partner = z.object({
  partnerId: id,
  name: z.string(),
  kind: z.enum(['affiliate', 'creator', 'agency', 'reseller', 'referral']),
  country: z.string().nullable(),
  customerIds: z.array(id),
});
const enrollment = z.object({ partnerId: id, joinedAt: instant, endedAt: instant.nullable(), ...terms });

const tag = { etag: 'The draft as it is now, for If-Match; a published version has none' };
const planFaults = ['plan.invalid', 'plan.backdated', 'plan.notice-too-short', 'plan.period-sealed'];
const draftFaults = ['program.not-found', 'plan.published', 'plan.edited', 'request.if-match-required'];

/** What is answered about programs, their rules, and who takes part in them. */
export const programAnswers = {
  createProgram: answer({ body: programShape, problems: ['program.conflict', 'payout.too-late'] }),
  listPrograms: answer({ body: z.object({ programs: z.array(programShape), next }), problems: [] }),
  readProgram: answer({ body: programShape, problems: ['program.not-found'] }),
  publishPlan: answer({
    body: publishedPlan,
    problems: ['program.not-found', 'plan.conflict', 'plan.drafted', 'approval.same-person', ...planFaults],
  }),
  listPlans: answer({ body: z.object({ plans: z.array(planVersion), next }), problems: ['program.not-found'] }),
  readPlan: answer({ body: planVersion, headers: tag, problems: ['program.not-found', 'plan.not-found'] }),
  saveDraft: answer({ body: draftPlan, also: [201], headers: tag, problems: ['plan.invalid', ...draftFaults] }),
  discardDraft: answer({ body: null, problems: ['plan.not-found', ...draftFaults] }),
  publishDraft: answer({
    body: publishedPlan,
    problems: ['plan.not-found', 'plan.conflict', 'approval.same-person', ...draftFaults, ...planFaults],
  }),
  recordRate: answer({ body: dailyRate, problems: ['program.not-found', 'rate.conflict'] }),
  listRates: answer({ body: z.object({ rates: z.array(dailyRate), next }), problems: ['program.not-found'] }),
  readRate: answer({ body: dailyRate, problems: ['program.not-found', 'rate.not-found'] }),
  createPartner: answer({ body: partner, problems: ['partner.conflict'] }),
  listPartners: answer({ body: z.object({ partners: z.array(partner), next }), problems: [] }),
  listEnrollments: answer({
    body: z.object({ enrollments: z.array(enrollment), next }),
    problems: ['program.not-found'],
  }),
  readEnrollment: answer({
    body: enrollment.extend({
      terms: z
        .array(z.object({ from: instant, ...terms }))
        .meta({ description: 'All there ever were and will be, in their order; what is in force now stands above' }),
    }),
    problems: ['program.not-found', 'enrollment.not-found'],
  }),
  enroll: answer({
    body: enrollment,
    problems: [
      'program.not-found',
      'reference.unknown',
      'enrollment.conflict',
      'enrollment.invalid',
      'plan.invalid',
      'payout.too-late',
    ],
  }),
  changeTerms: answer({
    body: z.object({ partnerId: id, from: instant, ...terms }),
    problems: [
      'program.not-found',
      'enrollment.not-found',
      'enrollment.invalid',
      'reference.unknown',
      'plan.invalid',
      'payout.too-late',
      'terms.backdated',
      'terms.conflict',
    ],
  }),
  createLink: answer({
    body: z.object({ linkId: id, partnerId: id, destination: z.string(), path: z.string() }),
    problems: [
      'program.not-found',
      'reference.unknown',
      'link.conflict',
      'link.destination-invalid',
      'link.host-not-allowed',
    ],
  }),
  createCoupon: answer({
    body: z.object({
      code: z.string(),
      partnerId: id,
      validFrom: instant.nullable(),
      validTo: instant.nullable(),
    }),
    problems: ['program.not-found', 'reference.unknown', 'coupon.conflict', 'coupon.taken'],
  }),
};

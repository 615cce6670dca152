import * as z from 'zod';
import { ERASURE_REASONS } from '../../../domain/partner/erasure.ts';
import { CONVERSION_KINDS } from '../../../domain/tracking/conversion.ts';
import { REJECTION_REASONS } from '../../../domain/tracking/review.ts';
import { answer, day, id, instant, money, next, period } from './answer.ts';

const profile = z
  .object({
    displayName: z.string().nullable(),
    websites: z.array(z.string()),
    description: z.string().nullable(),
    language: z.enum(['ja', 'en']).nullable(),
    contact: z.object({ name: z.string(), email: z.string(), phone: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'PartnerProfile' });

const headers = { etag: 'The profile as it is now, for If-Match' };

const bank = z.object({
  revision: z.int(),
  scheme: z.string(),
  bank: z.string(),
  account: z.string(),
  holder: z.string(),
});

const figures = {
  clicks: z.int().meta({ description: 'Without bots' }),
  uniqueClicks: z.int().meta({ description: 'Each visitor once for each link and day' }),
  bots: z.int(),
  conversions: z.int(),
  rejected: z.int().meta({ description: 'Of these; they earn nothing' }),
  commission: money.meta({ description: 'As decided on arrival; what a close makes of it stands in `periods`' }),
};

const text = z.string().meta({ description: 'For people, by Accept-Language' });

const link = z.object({ linkId: id, partnerId: id, destination: z.string(), path: z.string() });
const owner = { partnerId: id, validFrom: instant.nullable(), validTo: instant.nullable() };

const earnedLine = z.object({
  lineId: id,
  rule: z.string().nullable(),
  commission: money,
  state: z.enum(['expected', 'held', 'released']),
  heldUntil: instant.nullable(),
  releasePeriodId: period.nullable().meta({ description: 'Whose close released it, or is expected to' }),
  payment: z.enum(['expected', 'planned', 'on-hold', 'under-way', 'paid', 'returned', 'carried-forward', 'none']),
  payOn: day.nullable().meta({ description: 'The bank day on which it is expected to be paid' }),
  text,
});

const notFound = ['program.not-found', 'partner.not-found', 'enrollment.not-found'];
const ofActivity = [...notFound, 'activity.not-noted'];

/** What a partner sees and says of itself. */
export const selfServiceAnswers = {
  readPartner: answer({
    body: z.object({
      partnerId: id,
      name: z.string(),
      kind: z.string(),
      country: z.string().nullable(),
      profile,
      erased: z
        .object({ at: instant, reason: z.enum(ERASURE_REASONS) })
        .nullable()
        .meta({ description: 'Its personal data no longer opens; the profile is empty' }),
      programs: z.array(
        z.object({
          programId: id,
          name: z.string(),
          status: z.enum(['applied', 'active', 'suspended', 'ended']),
          tier: z.string().nullable(),
          segment: z.string().nullable(),
          joinedAt: instant,
          endedAt: instant.nullable(),
        }),
      ),
      taxProfile: z.object({
        inForce: z.object({ version: z.int(), from: day, legalName: z.string() }).nullable(),
        proposed: z.object({ version: z.int(), from: day, legalName: z.string() }).nullable(),
      }),
      payee: z.object({
        inForce: bank.extend({ payableFrom: instant }).nullable(),
        draft: bank.nullable().meta({ description: 'Waits for the decision of a second person' }),
      }),
      needs: z.array(z.enum(['tax-profile', 'bank-details'])).meta({
        description: 'What a payout would wait for; taxes only where the payer has tax settings',
      }),
    }),
    headers,
    problems: ['partner.not-found'],
  }),
  putPartnerProfile: answer({
    body: profile,
    headers,
    problems: ['partner.not-found', 'partner.erased', 'partner.edited', 'request.if-match-required'],
  }),
  listLinks: answer({ body: z.object({ links: z.array(link), next }), problems: notFound }),
  readLink: answer({ body: link, problems: ['program.not-found', 'link.not-found'] }),
  listCoupons: answer({
    body: z.object({
      coupons: z.array(z.object({ code: z.string(), ...owner })),
      next,
    }),
    problems: notFound,
  }),
  readCoupon: answer({
    body: z.object({ code: z.string(), owners: z.array(z.object(owner)) }),
    problems: ['program.not-found', 'coupon.not-found'],
  }),
  readStatistics: answer({
    body: z.object({
      partnerId: id,
      from: day,
      to: day,
      timezone: z.string(),
      total: z.object(figures),
      days: z.array(z.object({ date: day, ...figures })).meta({ description: 'Days on which something happened' }),
      links: z.array(
        z.object({ linkId: id.nullable().meta({ description: 'Null: by none that is known' }), ...figures }),
      ),
      coupons: z.array(z.object({ code: z.string(), ...figures })),
      periods: z.array(
        z.object({
          periodId: period,
          status: z.enum(['open', 'sealed', 'calculated', 'approved', 'closed']),
          closed: z
            .object({ commission: money, released: money, payout: money, payOn: day.nullable() })
            .nullable()
            .meta({ description: 'What its statement says; null before it is closed' }),
        }),
      ),
    }),
    problems: ofActivity,
  }),
  listConversions: answer({
    body: z.object({
      conversions: z.array(
        z.object({
          conversionId: id,
          occurredAt: instant,
          kind: z.enum(CONVERSION_KINDS),
          commission: money,
          isProvisional: z.boolean(),
          awaits: z.enum(['rate', 'review']).nullable(),
          review: z
            .object({
              outcome: z.enum(['approved', 'rejected']),
              at: instant,
              reasonCode: z.enum(REJECTION_REASONS).nullable(),
              reasonText: text.nullable(),
            })
            .nullable(),
          lines: z.array(earnedLine),
          explanation: z.string().meta({ description: 'The address at which every number is explained' }),
        }),
      ),
      next,
    }),
    problems: ofActivity,
  }),
};

import * as z from 'zod';
import { normaliseCoupon } from '../../../domain/partner/coupon.ts';
import type { Coupon, EnrollmentTerms, Partner } from '../../../domain/partner/enrollment.ts';
import { told } from '../told.ts';
import { countrySchema, externalIdSchema, instantSchema, nameIdSchema, reserveSchema, textSchema } from './common.ts';
import { pageMembers } from './page.ts';
import { rulesSchema } from './plan.ts';

const CUSTOMER_IDS_MAX = 100;
const URL_LENGTH_MAX = 2000;

const kindSchema = z.enum(['affiliate', 'creator', 'agency', 'reseller', 'referral']);
const statusSchema = z.enum(['applied', 'active', 'suspended', 'ended']);

/** Which partners of the merchant are listed: all, or those of a kind. */
export const partnerQuerySchema = z.strictObject({ ...pageMembers, kind: kindSchema.optional() });

/** Which enrollments are listed: all, or those whose terms of today say so. */
export const enrollmentQuerySchema = z.strictObject({
  ...pageMembers,
  status: statusSchema.optional(),
  tier: textSchema.optional(),
});

/** The party that earns. */
export const partnerSchema = z
  .strictObject({
    partnerId: nameIdSchema,
    name: textSchema,
    kind: kindSchema,
    country: countrySchema.nullish(),
    customerIds: z.array(externalIdSchema).max(CUSTOMER_IDS_MAX).optional(),
  })
  .transform((wire): Partner => ({ ...wire, country: wire.country ?? null, customerIds: wire.customerIds ?? [] }));

const termsMembers = {
  status: statusSchema,
  tier: textSchema.nullish(),
  segment: textSchema.nullish(),
  recruitedBy: nameIdSchema.nullish(),
  rules: rulesSchema.nullish(),
  reserve: reserveSchema.nullish(),
};

/** A partner's membership of a program, with its first terms. */
export const enrollmentSchema = z
  .strictObject({
    partnerId: nameIdSchema,
    joinedAt: instantSchema,
    endedAt: instantSchema.nullish(),
    ...termsMembers,
  })
  .refine(({ joinedAt, endedAt }) => !endedAt || endedAt > joinedAt, {
    path: ['endedAt'],
    error: told({ en: 'must be after joinedAt', ja: 'joinedAtより後の日時にしてください' }),
  })
  .transform(({ partnerId, joinedAt, endedAt, ...terms }) => ({
    partnerId,
    joinedAt,
    endedAt: endedAt ?? null,
    terms: termsOf(terms),
  }));

/** New terms of a membership, from an instant on. */
export const termsSchema = z
  .strictObject({ from: instantSchema, ...termsMembers })
  .transform(({ from, ...terms }) => ({ from, value: termsOf(terms) }));

/** A tracking link; without an id of the merchant's own it gets a random one. */
export const linkSchema = z
  .strictObject({
    linkId: nameIdSchema.optional(),
    partnerId: nameIdSchema,
    destination: z
      .string()
      .min(1)
      .max(
        URL_LENGTH_MAX,
        told({ en: `must have at most ${URL_LENGTH_MAX} characters`, ja: `${URL_LENGTH_MAX}文字以内にしてください` }),
      ),
  })
  .transform((wire) => ({ ...wire, linkId: wire.linkId ?? null }));

/** A code that identifies a partner at checkout. */
export const couponSchema = z
  .strictObject({
    code: textSchema.refine(
      (code) => normaliseCoupon(code).length > 0,
      told({ en: 'must not be only spaces', ja: '空白だけにはできません' }),
    ),
    partnerId: nameIdSchema,
    validFrom: instantSchema.nullish(),
    validTo: instantSchema.nullish(),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validTo > validFrom, {
    path: ['validTo'],
    error: told({ en: 'must be after validFrom', ja: 'validFromより後の日時にしてください' }),
  })
  .transform(
    (wire): Coupon => ({
      code: normaliseCoupon(wire.code),
      partnerId: wire.partnerId,
      validFrom: wire.validFrom ?? null,
      validTo: wire.validTo ?? null,
    }),
  );

interface WireTerms {
  readonly status: EnrollmentTerms['status'];
  readonly tier?: string | null | undefined;
  readonly segment?: string | null | undefined;
  readonly recruitedBy?: string | null | undefined;
  readonly rules?: EnrollmentTerms['rules'] | null;
  readonly reserve?: EnrollmentTerms['reserve'] | null;
}

function termsOf(wire: WireTerms): EnrollmentTerms {
  return {
    status: wire.status,
    tier: wire.tier ?? null,
    segment: wire.segment ?? null,
    recruitedBy: wire.recruitedBy ?? null,
    ...(wire.rules ? { rules: wire.rules } : {}),
    ...(wire.reserve ? { reserve: wire.reserve } : {}),
  };
}

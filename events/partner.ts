import * as z from 'zod';
import type { EnrollmentTerms } from '../domain/partner/enrollment.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { idData, instantData, instantOf } from './wire.ts';

const partnerData = z.object({
  partnerId: idData,
  name: z.string(),
  kind: z.enum(['affiliate', 'creator', 'agency', 'reseller', 'referral']),
  country: z.string().nullable(),
});

const termsMembers = {
  status: z.enum(['applied', 'active', 'suspended', 'ended']),
  tier: z.string().nullable(),
  segment: z.string().nullable(),
  recruitedBy: idData.nullable(),
  /** Rules negotiated with the partner, in the words of the API; absent where there are none. */
  rules: z.array(z.looseObject({ id: idData })).optional(),
};

const enrollmentData = z.object({
  partnerId: idData,
  joinedAt: instantData,
  endedAt: instantData.nullable(),
  ...termsMembers,
});

const termsData = z.object({ partnerId: idData, from: instantData, ...termsMembers });

const linkData = z.object({ linkId: idData, partnerId: idData, destination: z.url() });

const couponData = z.object({
  code: idData,
  partnerId: idData,
  validFrom: instantData.nullable(),
  validTo: instantData.nullable(),
});

export const partnerEvents = {
  'partner.created': {
    version: 1,
    entity: 'partner',
    description: 'A party that can earn was added. The ids under which it buys itself stay with us.',
    data: partnerData,
    reference: ['partnerId'],
    subscribers: [],
  },
  'enrollment.created': {
    version: 1,
    entity: 'enrollment',
    description: 'A partner became a member of a program.',
    data: enrollmentData,
    reference: ['partnerId'],
    subscribers: [],
  },
  'terms.changed': {
    version: 1,
    entity: 'termsChange',
    description: 'An enrollment has another status, tier, segment, recruiter or negotiated rules from an instant on.',
    data: termsData,
    reference: ['partnerId', 'from'],
    subscribers: [],
  },
  'link.created': {
    version: 1,
    entity: 'link',
    description: 'A partner got a tracking link.',
    data: linkData,
    reference: ['linkId', 'partnerId'],
    subscribers: [],
  },
  'coupon.created': {
    version: 1,
    entity: 'coupon',
    description: 'A coupon code was given to a partner.',
    data: couponData,
    reference: ['code', 'partnerId'],
    subscribers: [],
  },
} as const satisfies Record<string, EventDefinition>;

type PartnerDraft = Draft<keyof typeof partnerEvents>;

export function partnerDraft({ value, recordedAt }: FactOf<'partner'>): PartnerDraft {
  const { partnerId, name, kind, country } = value;
  const data: z.infer<typeof partnerData> = { partnerId, name, kind, country };
  return { type: 'partner.created', key: [partnerId], occurredAt: recordedAt, data };
}

export function enrollmentDraft({ value }: FactOf<'enrollment'>): PartnerDraft {
  const { partnerId, joinedAt, endedAt } = value;
  const { status, tier, segment, recruitedBy } = value.terms;
  const data: z.infer<typeof enrollmentData> = {
    partnerId,
    joinedAt: instantOf(joinedAt),
    endedAt: instantOf(endedAt),
    status,
    tier,
    segment,
    recruitedBy,
    ...rulesIn(value.terms),
  };
  return { type: 'enrollment.created', key: [partnerId], occurredAt: joinedAt, data };
}

export function termsDraft({ value: { partnerId, from, value } }: FactOf<'termsChange'>): PartnerDraft {
  const { status, tier, segment, recruitedBy } = value;
  const data: z.infer<typeof termsData> = {
    partnerId,
    from: instantOf(from),
    status,
    tier,
    segment,
    recruitedBy,
    ...rulesIn(value),
  };
  return { type: 'terms.changed', key: [partnerId, from], occurredAt: from, data };
}

function rulesIn({ rules }: EnrollmentTerms) {
  return rules === undefined ? {} : { rules: rules.map((rule) => ({ ...rule })) };
}

export function linkDraft({ value, recordedAt }: FactOf<'link'>): PartnerDraft {
  const { linkId, partnerId, destination } = value;
  const data: z.infer<typeof linkData> = { linkId, partnerId, destination };
  return { type: 'link.created', key: [linkId], occurredAt: recordedAt, data };
}

/** A code may change hands, so its owner and first day are part of its key. */
export function couponDraft({ value, recordedAt }: FactOf<'coupon'>): PartnerDraft {
  const { code, partnerId, validFrom, validTo } = value;
  const data: z.infer<typeof couponData> = {
    code,
    partnerId,
    validFrom: instantOf(validFrom),
    validTo: instantOf(validTo),
  };
  return { type: 'coupon.created', key: [code, partnerId, validFrom ?? ''], occurredAt: recordedAt, data };
}

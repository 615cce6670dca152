import type { Rule } from '../commission/plan.ts';
import type { CustomerId, PartnerId } from '../ids.ts';
import type { Dated, Instant } from '../time.ts';
import { asOf } from '../time.ts';
import type { ReserveTerms } from './program.ts';

export type PartnerKind = 'affiliate' | 'creator' | 'agency' | 'reseller' | 'referral';
/** Only who is active earns. */
export type EnrollmentStatus = 'applied' | 'active' | 'suspended' | 'ended';

/** The party that earns. */
export interface Partner {
  readonly partnerId: PartnerId;
  readonly name: string;
  readonly kind: PartnerKind;
  /** ISO 3166-1 alpha-2, or null when not told. */
  readonly country: string | null;
  /** The ids under which the partner itself buys: its own purchases are self-referrals. */
  readonly customerIds: readonly CustomerId[];
}

/** What may change during an enrollment; each change is dated, and read as of the day it matters. */
export interface EnrollmentTerms {
  readonly status: EnrollmentStatus;
  readonly tier: string | null;
  readonly segment: string | null;
  readonly recruitedBy: PartnerId | null;
  /** Rules negotiated with this partner alone: tried before the plan's. */
  readonly rules?: readonly Rule[] | undefined;
  /** What is kept back of this partner's releases, in place of the program's terms; a rate of 0 keeps nothing. */
  readonly reserve?: ReserveTerms | undefined;
}

/** One partner's membership of one program. */
export interface Enrollment {
  readonly partner: Partner;
  readonly joinedAt: Instant;
  /** First instant no longer enrolled, or null while there is none. */
  readonly endedAt: Instant | null;
  /** Sorted by `from`; the first is in force from the beginning of time. */
  readonly terms: readonly Dated<EnrollmentTerms>[];
}

/** A code that identifies a partner at checkout. A code that changed hands has one row an owner. */
export interface Coupon {
  /** Normalised: see `normaliseCoupon`. */
  readonly code: string;
  readonly partnerId: PartnerId;
  readonly validFrom: Instant | null;
  /** First instant no longer valid. */
  readonly validTo: Instant | null;
}

/** When somebody takes part, and on which terms. */
export type Membership = Omit<Enrollment, 'partner'>;

/** Terms in force at `at`; the first row reaches back to the beginning. */
export function termsAt(enrollment: Membership, at: Instant): EnrollmentTerms {
  const terms = asOf(enrollment.terms, at) ?? enrollment.terms[0]?.value;
  return terms ?? { status: 'applied', tier: null, segment: null, recruitedBy: null };
}

/** How a membership stands at an instant: on the terms in force, but ended once its time is over, whatever they say. */
export function standingAt(membership: Membership, at: Instant): EnrollmentTerms {
  const terms = termsAt(membership, at);
  return membership.endedAt !== null && at >= membership.endedAt ? { ...terms, status: 'ended' } : terms;
}

/** Enrolled means: joined, not ended, and active at that instant. */
export function isEnrolledAt(enrollment: Membership, at: Instant): boolean {
  return at >= enrollment.joinedAt && standingAt(enrollment, at).status === 'active';
}

/** Whether it is active at any instant from `since` on, as far as its terms are known: it may earn what no close has seen. */
export function mayEarnFrom(membership: Membership, since: Instant): boolean {
  const begins = [membership.joinedAt, ...membership.terms.map(({ from }) => from)];
  return [since, ...begins.filter((begin) => begin > since)].some((instant) => isEnrolledAt(membership, instant));
}

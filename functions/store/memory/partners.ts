import type { Coupon, Partner } from '../../../domain/partner/enrollment.ts';
import { byCodePoint, changesInOrder, couponsInOrder, ordered, pageOfOrdered } from '../order.ts';
import { couponPositionOf } from '../own-index.ts';
import type { EnrollmentFact, OwnedLink, PartnerStore, StoredProfile, TermsChange } from '../program-store.ts';
import type { Recorded } from '../scope.ts';
import { putOnce, replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

interface Members {
  readonly enrollments: Map<string, Recorded<EnrollmentFact>>;
  readonly terms: Map<string, Recorded<TermsChange>>;
  readonly coupons: Map<string, Recorded<Coupon>>;
}

export function memoryPartners(): PartnerStore {
  const partners = new Map<string, Map<string, Recorded<Partner>>>();
  const members = new Spaces<Members>(() => ({ enrollments: new Map(), terms: new Map(), coupons: new Map() }));
  const profiles = new Map<string, StoredProfile>();
  const links = new Map<string, Recorded<OwnedLink>>();
  return {
    putPartner: async (merchantId, partner) =>
      putOnce(
        getOrMake(partners, merchantId, () => new Map()),
        partner.fact.partnerId,
        partner,
      ),
    partner: async (merchantId, partnerId) => partners.get(merchantId)?.get(partnerId)?.fact ?? null,
    partnersAfter: async (merchantId, page) =>
      pageOfOrdered(factsOf(partners.get(merchantId) ?? new Map()), (partner) => partner.partnerId, page),
    profile: async (merchantId, partnerId) => profiles.get(JSON.stringify([merchantId, partnerId])) ?? null,
    advanceProfile: async (merchantId, expected, next) =>
      replaceIf(profiles, JSON.stringify([merchantId, next.partnerId]), expected, next),
    putEnrollment: async (scope, enrollment) =>
      putOnce(members.of(scope).enrollments, enrollment.fact.partnerId, enrollment),
    putTermsChange: async (scope, change) =>
      putOnce(members.of(scope).terms, JSON.stringify([change.fact.partnerId, change.fact.from]), change),
    enrollment: async (scope, partnerId) => members.of(scope).enrollments.get(partnerId)?.fact ?? null,
    enrollments: async (scope) => ordered(factsOf(members.of(scope).enrollments), (fact) => fact.partnerId),
    enrollmentsAfter: async (scope, page) =>
      pageOfOrdered(factsOf(members.of(scope).enrollments), (fact) => fact.partnerId, page),
    termsChanges: async (scope) => changesInOrder(factsOf(members.of(scope).terms)),
    termsChangesOf: async (scope, partnerId) =>
      ordered(
        factsOf(members.of(scope).terms).filter((fact) => fact.partnerId === partnerId),
        (fact) => fact.from,
      ),
    termsChangesAmong: async (scope, { first, last }) =>
      changesInOrder(factsOf(members.of(scope).terms)).filter(
        ({ partnerId }) => byCodePoint(partnerId, first) >= 0 && byCodePoint(partnerId, last) <= 0,
      ),
    putLink: async (link) => putOnce(links, link.fact.linkId, link),
    link: async (linkId) => links.get(linkId)?.fact ?? null,
    linksOf: async ({ merchantId, programId }, partnerId, page) => {
      const isOwn = (link: OwnedLink): boolean =>
        link.merchantId === merchantId && link.programId === programId && link.partnerId === partnerId;
      return pageOfOrdered(factsOf(links).filter(isOwn), (link) => link.linkId, page);
    },
    putCoupon: async (scope, coupon) => {
      const { code, partnerId, validFrom } = coupon.fact;
      return putOnce(members.of(scope).coupons, JSON.stringify([code, partnerId, validFrom]), coupon);
    },
    coupons: async (scope) => couponsInOrder(factsOf(members.of(scope).coupons)),
    couponsByCode: async (scope, code) =>
      couponsInOrder(factsOf(members.of(scope).coupons).filter((coupon) => coupon.code === code)),
    couponsOf: async (scope, partnerId, page) => {
      const own = factsOf(members.of(scope).coupons).filter((coupon) => coupon.partnerId === partnerId);
      return pageOfOrdered(own, couponPositionOf, page);
    },
  };
}

function factsOf<T>(map: ReadonlyMap<string, Recorded<T>>): T[] {
  return [...map.values()].map(({ fact }) => fact);
}

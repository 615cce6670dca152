import type { Coupon, Partner } from '../../../domain/partner/enrollment.ts';
import { changesInOrder, couponsInOrder, ordered } from '../order.ts';
import type { EnrollmentFact, OwnedLink, PartnerStore, StoredProfile, TermsChange } from '../program-store.ts';
import type { Table } from './items.ts';
import { factsAfter, factsOf, getFact, getItem, listFacts, putOnce, recordedIn, replaceFactIf } from './items.ts';
import { key, partitions, ranges } from './table.ts';

export function dynamoPartners(records: Table): PartnerStore {
  return {
    // The permanent key goes first, so only who owns an id stands in a list. A retry after a crash writes what is missing.
    putPartner: async (merchantId, partner) => {
      const { partnerId } = partner.fact;
      const put = await putOnce(records, { ...partner, key: key.partner(merchantId, partnerId), type: 'partner' });
      if (put.outcome !== 'conflict') {
        await putOnce(records, { ...put.stored, key: key.partnerInList(merchantId, partnerId), type: null });
      }
      return put;
    },
    partnersAfter: async (merchantId, page) =>
      await factsAfter<Partner>(records, partitions.partners(merchantId), page),
    partner: async (merchantId, partnerId) => await getFact<Partner>(records, key.partner(merchantId, partnerId)),
    profile: async (merchantId, partnerId) => await getFact<StoredProfile>(records, key.profile(merchantId, partnerId)),
    advanceProfile: async (merchantId, expected, next) => {
      const row = { key: key.profile(merchantId, next.partnerId), type: null, fact: next, recordedAt: next.at };
      return await replaceFactIf(records, row, expected);
    },
    putEnrollment: async (scope, enrollment) =>
      await putOnce(records, {
        ...enrollment,
        key: key.enrollment(scope, enrollment.fact.partnerId),
        type: 'enrollment',
      }),
    putTermsChange: async (scope, change) =>
      await putOnce(records, { ...change, key: key.termsChange(scope, change.fact), type: 'terms-change' }),
    enrollment: async (scope, partnerId) => await getFact<EnrollmentFact>(records, key.enrollment(scope, partnerId)),
    enrollments: async (scope) =>
      ordered(
        await listFacts<EnrollmentFact>(records, partitions.enrollments(scope)),
        (enrollment) => enrollment.partnerId,
      ),
    enrollmentsAfter: async (scope, page) =>
      await factsAfter<EnrollmentFact>(records, partitions.enrollments(scope), page),
    termsChanges: async (scope) =>
      changesInOrder(await listFacts<TermsChange>(records, partitions.termsChanges(scope))),
    termsChangesOf: async (scope, partnerId) =>
      await factsOf<TermsChange>(records, ranges.termsChanges(scope, partnerId)),
    termsChangesAmong: async (scope, ids) => {
      const lists = ranges.termsChangesAmong(scope, ids).map((range) => factsOf<TermsChange>(records, range));
      return changesInOrder((await Promise.all(lists)).flat());
    },
    putLink: async (link) => {
      const put = await putOnce(records, { ...link, key: key.link(link.fact.linkId), type: 'link' });
      if (put.outcome !== 'conflict') {
        await putOnce(records, { ...put.stored, key: key.linkOfPartner(link.fact, link.fact), type: null });
      }
      return put;
    },
    linksOf: async (scope, partnerId, page) =>
      await factsAfter<OwnedLink>(records, partitions.linksOf(scope, partnerId), page),
    link: async (linkId) => {
      // A link never changes, so a stale read can only miss a new one; every click reads one, at half the price.
      const item = (await getItem(records, key.link(linkId), false)) ?? (await getItem(records, key.link(linkId)));
      return item ? (await recordedIn<OwnedLink>(records, item)).fact : null;
    },
    putCoupon: async (scope, coupon) => {
      const put = await putOnce(records, { ...coupon, key: key.coupon(scope, coupon.fact), type: 'coupon' });
      if (put.outcome !== 'conflict') {
        await putOnce(records, { ...put.stored, key: key.couponOfPartner(scope, coupon.fact), type: null });
      }
      return put;
    },
    coupons: async (scope) => couponsInOrder(await listFacts<Coupon>(records, partitions.coupons(scope))),
    couponsByCode: async (scope, code) => {
      const found = await factsOf<Coupon>(records, ranges.couponsByCode(scope, code));
      return couponsInOrder(found.filter((coupon) => coupon.code === code));
    },
    couponsOf: async (scope, partnerId, page) =>
      await factsAfter<Coupon>(records, partitions.couponsOf(scope, partnerId), page),
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseCoupon } from '../../../domain/partner/coupon.ts';
import { couponOwnerAt } from '../../../domain/partner/directory.ts';
import { isEnrolledAt, standingAt, termsAt } from '../../../domain/partner/enrollment.ts';
import { aCoupon, aDirectory, anEnrollment, JOINED, NOON, someEnrollmentTerms } from '../../support/build.ts';

describe('terms of an enrollment', () => {
  const enrollment = anEnrollment({
    terms: [
      { from: JOINED, value: someEnrollmentTerms({ tier: 'silver' }) },
      { from: NOON, value: someEnrollmentTerms({ tier: 'gold', segment: 'volume', recruitedBy: 'ptn_9' }) },
    ],
  });

  it.each([
    ['before the first, the first is in force', JOINED - 1, 'silver'],
    ['at the first', JOINED, 'silver'],
    ['just before a change', NOON - 1, 'silver'],
    ['at the instant of a change', NOON, 'gold'],
    ['ever after', NOON * 2, 'gold'],
  ])('%s', (_, when, tier) => {
    expect(termsAt(enrollment, when).tier).toBe(tier);
  });

  it('change together: segment and recruiter are of the same day as the tier', () => {
    expect(termsAt(enrollment, NOON)).toEqual(
      someEnrollmentTerms({ tier: 'gold', segment: 'volume', recruitedBy: 'ptn_9' }),
    );
  });

  it('without any, a partner has only applied', () => {
    expect(isEnrolledAt(anEnrollment({ terms: [] }), NOON)).toBe(false);
  });
});

describe('being enrolled', () => {
  const enrollment = anEnrollment({ joinedAt: JOINED, endedAt: NOON });

  it.each([
    ['not before joining', JOINED - 1, false],
    ['from the instant of joining', JOINED, true],
    ['until just before the end', NOON - 1, true],
    ['not at the end', NOON, false],
  ])('%s', (_, when, expected) => {
    expect(isEnrolledAt(enrollment, when)).toBe(expected);
  });

  it('reads as ended from the instant of the end, whatever the terms still say', () => {
    expect(standingAt(enrollment, NOON - 1)).toEqual(termsAt(enrollment, NOON));
    expect(standingAt(enrollment, NOON)).toEqual({ ...termsAt(enrollment, NOON), status: 'ended' });
  });
});

describe('the spelling of a coupon', () => {
  it.each([
    ['save10', 'SAVE10'],
    ['ｓａｖｅ　１０', 'SAVE10'],
    [' a b\tc\n', 'ABC'],
    ['秋の10%', '秋の10%'],
    ['ｱｷ10', 'アキ10'],
    ['straße', 'STRASSE'],
    ['ªbc', 'ABC'],
    // Upper case of ΐ is three characters, which fold into two: kept codes are folded as often as one likes.
    ['ΐ', 'Ϊ\u0301'],
  ])('"%s" is kept as "%s"', (written, kept) => {
    expect(normaliseCoupon(written)).toBe(kept);
  });

  it('is the same when normalised twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normaliseCoupon(normaliseCoupon(text))).toBe(normaliseCoupon(text));
      }),
    );
  });
});

describe('the owner of a coupon', () => {
  it('is nobody between two owners', () => {
    const directory = aDirectory({
      coupons: [
        aCoupon({ partnerId: 'ptn_1', validTo: NOON }),
        aCoupon({ partnerId: 'ptn_2', validFrom: NOON + 1000 }),
      ],
    });
    expect(couponOwnerAt(directory, 'SAVE10', NOON - 1)).toBe('ptn_1');
    expect(couponOwnerAt(directory, 'SAVE10', NOON)).toBeNull();
    expect(couponOwnerAt(directory, 'SAVE10', NOON + 1000)).toBe('ptn_2');
  });
});

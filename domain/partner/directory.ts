import type { PartnerId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { normaliseCoupon } from './coupon.ts';
import type { Coupon, Enrollment } from './enrollment.ts';

/** Who takes part in a program: enrollments by partner, coupon owners by code. */
export interface Directory {
  readonly enrollments: ReadonlyMap<PartnerId, Enrollment>;
  readonly coupons: ReadonlyMap<string, readonly Coupon[]>;
}

/** Finds enrollments by their partners, and the owners of a code in the order given. */
export function directoryOf(enrollments: readonly Enrollment[], coupons: readonly Coupon[]): Directory {
  return {
    enrollments: new Map(enrollments.map((enrollment) => [enrollment.partner.partnerId, enrollment])),
    coupons: Map.groupBy(coupons, ({ code }) => normaliseCoupon(code)),
  };
}

/** The owner of a code at an instant, or null when the code is unknown or not valid then. */
export function couponOwnerAt(directory: Directory, code: string, at: Instant): PartnerId | null {
  for (const coupon of directory.coupons.get(normaliseCoupon(code)) ?? []) {
    const hasStarted = coupon.validFrom === null || coupon.validFrom <= at;
    const hasEnded = coupon.validTo !== null && coupon.validTo <= at;
    if (hasStarted && !hasEnded) return coupon.partnerId;
  }
  return null;
}

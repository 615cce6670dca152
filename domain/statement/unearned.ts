import type { Attribution, RefusedTouchpoint } from '../attribution/attribution.ts';
import type { PayTrace } from '../commission/pay-trace.ts';
import type { PartnerId } from '../ids.ts';
import type { CouponPolicy } from '../partner/program.ts';
import type { BookedConversion } from '../settlement/booked.ts';
import type { Conversion } from '../tracking/conversion.ts';

/** Why a conversion came to nothing, or why nothing of it is the partner's who asks. */
export type UnearnedReason =
  | 'nothing-named'
  | 'no-touchpoint'
  | 'click-unknown'
  | 'coupon-unknown'
  | 'no-eligible-touchpoint'
  | 'not-credited'
  | 'rate-missing'
  | 'comes-to-nothing'
  | NonNullable<PayTrace['reason']>;

/** A conversion with all that may tell why nothing of it is earned. */
export interface UnearnedCase {
  readonly conversion: Conversion;
  /** What the program makes of coupons. */
  readonly coupons: CouponPolicy;
  /** How it was decided; null: somebody earns by it, and nothing of it was refused. */
  readonly attribution: Attribution | null;
  readonly waitsFor: BookedConversion['waitsFor'];
  /** The last word on each line that whoever asks may see; `reason` of one that pays nothing, where there is one. */
  readonly lines: readonly { readonly isNothing: boolean; readonly reason: UnearnedReason | null }[];
  /** The partner who asks; null: the merchant's own people. */
  readonly partnerId: PartnerId | null;
}

/** Why nothing is earned, each reason once; none where something is. */
export function unearnedReasons({ lines, partnerId, ...of }: UnearnedCase): readonly UnearnedReason[] {
  if (lines.length > 0) {
    if (!lines.every(({ isNothing }) => isNothing)) return [];
    return [...new Set(lines.map(({ reason }) => reason ?? 'comes-to-nothing'))];
  }
  if (isCredited(of.attribution, partnerId)) return of.waitsFor === null ? [] : ['rate-missing'];
  // Whether anybody else is credited, no partner is told.
  return partnerId === null ? unattributedReasons(of) : ['not-credited'];
}

/** The touchpoints that did not count; a partner is told of its own. */
export function refusedFor(attribution: Attribution | null, partnerId: PartnerId | null): readonly RefusedTouchpoint[] {
  const refused = attribution?.refused ?? [];
  return partnerId === null ? refused : refused.filter((touchpoint) => touchpoint.partnerId === partnerId);
}

/** Whether it is credited to the partner; for the merchant's own people, to anybody. */
export function isCredited(attribution: Attribution | null, partnerId: PartnerId | null): boolean {
  if (attribution?.outcome !== 'attributed') return false;
  return partnerId === null || attribution.credits.some((credit) => credit.partnerId === partnerId);
}

function unattributedReasons({
  conversion,
  coupons,
  attribution,
}: Pick<UnearnedCase, 'conversion' | 'coupons' | 'attribution'>): readonly UnearnedReason[] {
  if (attribution?.outcome !== 'unattributed') return [];
  const { clickId, visitorId, customerId, coupon } = conversion;
  if ([clickId, visitorId, customerId, coupon].every((name) => name === null)) return ['nothing-named'];
  const { refused } = attribution;
  const reasons: UnearnedReason[] = [refused.length > 0 ? 'no-eligible-touchpoint' : 'no-touchpoint'];
  if (clickId !== null && !refused.some(({ type, id }) => type === 'click' && id === clickId))
    reasons.push('click-unknown');
  if (coupon !== null && coupons !== 'ignore' && !refused.some(({ type }) => type === 'coupon'))
    reasons.push('coupon-unknown');
  return reasons;
}

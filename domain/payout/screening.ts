import type { ConversionId, PartnerId } from '../ids.ts';
import { shareAbove } from '../money/share-above.ts';
import type { Calendar } from '../settlement/calendar.ts';
import { refundRateAbove } from '../settlement/refund-rate.ts';
import type { Statement } from '../statement/statement.ts';
import type { Instant } from '../time.ts';
import type { DueDate } from './due-date.ts';
import type { ScreeningTerms } from './payout-terms.ts';

/** A sign of abuse in a payout. A rate is a decimal of four digits, and above its limit. */
export type Sign =
  /** Other partners of the merchant are paid to the same bank account. */
  | { readonly code: 'screening.shared-payee'; readonly partnerIds: readonly PartnerId[] }
  | { readonly code: RateSign; readonly rate: string; readonly limit: string }
  /** It bought through itself; the attribution refused it, and it is on no statement. */
  | { readonly code: 'screening.self-referral'; readonly conversionIds: readonly ConversionId[] }
  /** More of its clicks than this were by bots, or again from one source. */
  | { readonly code: 'screening.repeated-clicks'; readonly limit: number };

/**
 * Of what the statement sold, how much was taken back; of the partner's touches on it, how many were repeats or bots; of the
 * conversions on it that the partner touched, how many it touched again too shortly before.
 */
export type RateSign = 'screening.refund-rate' | 'screening.click-flood' | 'screening.fast-conversions';

/** A sign that holds a payout, and until when: then it is paid without anybody. */
export type ScreeningHold = Sign & { readonly until: Instant };

/** Why signs of abuse do not hold a payout any longer: looked into, explained by the partner, or a false alarm. */
export const RELEASE_REASONS = ['investigated', 'explained', 'false-alarm'] as const;
export type ReleaseReason = (typeof RELEASE_REASONS)[number];

/** A person's word that a payout may be paid in spite of signs; another person approves it with the batch. */
export interface ScreeningRelease {
  readonly by: string;
  readonly at: Instant;
  readonly reasonCode: ReleaseReason;
  readonly note: string;
  /** The signs that were seen: one that appears later holds anew. */
  readonly signs: readonly Sign['code'][];
}

/** What is screened: a partner's statement of a closed month, and who else is paid to its account. */
export interface Screened {
  readonly statement: Pick<Statement, 'conversions' | 'lines' | 'currency'>;
  readonly sharedWith: readonly PartnerId[];
  /** Conversions of the month that were refused because the partner bought them itself. */
  readonly selfReferrals: readonly ConversionId[];
  /** Whether more clicks of the month were repeated than the terms allow. */
  readonly isFlooding: boolean;
}

/** The signs that a program looks for and finds, in the order in which they are listed. */
export function signsIn(
  { statement, sharedWith, selfReferrals, isFlooding }: Screened,
  terms: ScreeningTerms,
): readonly Sign[] {
  const signs: Sign[] = [];
  if (terms.sharedPayee === true && sharedWith.length > 0) {
    signs.push({ code: 'screening.shared-payee', partnerIds: sharedWith });
  }
  if (terms.selfReferral === true && selfReferrals.length > 0) {
    signs.push({ code: 'screening.self-referral', conversionIds: selfReferrals });
  }
  if (terms.repeatedClicks !== undefined && isFlooding) {
    signs.push({ code: 'screening.repeated-clicks', limit: terms.repeatedClicks });
  }
  if (statement.conversions.length < (terms.minConversions ?? 1)) return signs;
  const add = (code: RateSign, limit: string | undefined, rateAbove: (limit: string) => string | null): void => {
    const rate = limit === undefined ? null : rateAbove(limit);
    if (limit !== undefined && rate !== null) signs.push({ code, rate, limit });
  };
  add('screening.refund-rate', terms.refundRate, (limit) => refundRateAbove(statement, limit));
  const { touches, floods, touched, fast } = touchesIn(statement);
  add('screening.click-flood', terms.clickFlood, (limit) => shareAbove(floods, touches, limit));
  add('screening.fast-conversions', terms.fastConversions, (limit) => shareAbove(fast, touched, limit));
  return signs;
}

/** Until when a payout of a month is held: so many days after the day on which it is due. */
export function screenedUntil(due: DueDate, { holdDays }: ScreeningTerms, calendar: Calendar): Instant {
  return calendar.startOf(calendar.dateAfter(due.actual, holdDays));
}

/** The partner's own touches in the journeys of its statement, and the conversions that they led to. */
function touchesIn({ conversions }: Screened['statement']) {
  const counts = { touches: 0n, floods: 0n, touched: 0n, fast: 0n };
  for (const { touchpoints, refused = [] } of conversions) {
    const own = touchpoints.filter((touchpoint) => touchpoint.own).length + refused.length;
    counts.touches += BigInt(own);
    counts.floods += BigInt(refused.filter(({ reason }) => reason === 'repeat' || reason === 'bot').length);
    counts.touched += own > 0 ? 1n : 0n;
    counts.fast += refused.some(({ reason }) => reason === 'too-soon') ? 1n : 0n;
  }
  return counts;
}

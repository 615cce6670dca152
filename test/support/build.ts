import type { AttributionKnowledge } from '../../domain/attribution/attribute.ts';
import type { JourneyKnowledge } from '../../domain/attribution/models.ts';
import type { Plan, Rule } from '../../domain/commission/plan.ts';
import type { VisitorId } from '../../domain/ids.ts';
import type { DailyRate } from '../../domain/money/exchange.ts';
import type { Directory } from '../../domain/partner/directory.ts';
import { directoryOf } from '../../domain/partner/directory.ts';
import type { Coupon, Enrollment, EnrollmentTerms, Partner } from '../../domain/partner/enrollment.ts';
import type { AttributionSettings, Program } from '../../domain/partner/program.ts';
import type { PeriodFacts, SealedConversion } from '../../domain/settlement/facts.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import { termsOf } from '../../domain/settlement/terms.ts';
import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';

/**
 * Builders with total defaults, so that a test shows only what matters to it. Unless told otherwise: JPY, Asia/Tokyo, October
 * 2026, one line of ¥10,000 without tax or shipping, everybody active since January, last touch, 5 % of everything.
 */

/** An instant by its RFC 3339 text: `at('2026-10-15T12:00:00+09:00')`. */
export function at(text: string): Instant {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`not an instant: "${text}"`);
  return instant;
}

/** When a conversion happens that says nothing of it. */
export const NOON: Instant = at('2026-10-15T12:00:00+09:00');
/** When a partner joined that says nothing of it. */
export const JOINED: Instant = at('2026-01-01T00:00:00+09:00');

export function aLine(change: Partial<ConversionLine> = {}): ConversionLine {
  return {
    lineId: '1',
    productId: null,
    category: null,
    quantity: 1,
    amountMinor: 10_000n,
    taxMinor: 0n,
    shippingMinor: 0n,
    ...change,
  };
}

export function aConversion(change: Partial<Conversion> = {}): Conversion {
  return {
    conversionId: 'cnv_1',
    occurredAt: NOON,
    kind: 'sale',
    currency: 'JPY',
    visitorId: 'vis_1',
    customerId: null,
    coupon: null,
    country: null,
    partnerId: null,
    clickId: null,
    lines: [aLine()],
    metadata: {},
    ...change,
  };
}

/** One hour before `NOON`, by the visitor and partner of the other builders. */
export function aClick(change: Partial<Click> = {}): Click {
  return {
    clickId: 'clk_1',
    occurredAt: NOON - 3_600_000,
    visitorId: 'vis_1',
    partnerId: 'ptn_1',
    linkId: 'lnk_1',
    isBot: false,
    ...change,
  };
}

/** A refund of ¥1,000 on line 1 of `cnv_1`, a day after `NOON`. */
export function aReversal(change: Partial<Reversal> = {}): Reversal {
  return {
    reversalId: 'rev_1',
    conversionId: 'cnv_1',
    lineId: '1',
    occurredAt: NOON + 86_400_000,
    cause: 'refund',
    amountMinor: 1_000n,
    quantity: null,
    ...change,
  };
}

function aPartner(change: Partial<Partner> = {}): Partner {
  return { partnerId: 'ptn_1', name: '株式会社さくら', kind: 'affiliate', country: 'JP', customerIds: [], ...change };
}

/** What one enrollment may say of itself, flat: the partner's own members, its terms, its dates. */
export interface EnrollmentChange extends Partial<Partner>, Partial<EnrollmentTerms> {
  readonly joinedAt?: Instant;
  readonly endedAt?: Instant | null;
  /** The whole history, where one set of terms is not enough. */
  readonly terms?: Enrollment['terms'];
}

export function someEnrollmentTerms(change: Partial<EnrollmentTerms> = {}): EnrollmentTerms {
  return { status: 'active', tier: null, segment: null, recruitedBy: null, ...change };
}

export function anEnrollment(change: EnrollmentChange = {}): Enrollment {
  const { joinedAt = JOINED, endedAt = null, terms, status, tier, segment, recruitedBy, rules, ...partner } = change;
  const value = someEnrollmentTerms({
    ...(status !== undefined && { status }),
    ...(tier !== undefined && { tier }),
    ...(segment !== undefined && { segment }),
    ...(recruitedBy !== undefined && { recruitedBy }),
    ...(rules !== undefined && { rules }),
  });
  return { partner: aPartner(partner), joinedAt, endedAt, terms: terms ?? [{ from: joinedAt, value }] };
}

export function aCoupon(change: Partial<Coupon> = {}): Coupon {
  return { code: 'SAVE10', partnerId: 'ptn_1', validFrom: null, validTo: null, ...change };
}

/** Partners ptn_1, ptn_2 and ptn_3, all active, and no coupons, unless told otherwise. */
export function aDirectory(
  change: { readonly enrollments?: readonly Enrollment[]; readonly coupons?: readonly Coupon[] } = {},
): Directory {
  return directoryOf(change.enrollments ?? threePartners(), change.coupons ?? []);
}

export function threePartners(): readonly Enrollment[] {
  return ['ptn_1', 'ptn_2', 'ptn_3'].map((partnerId) => anEnrollment({ partnerId, name: partnerId }));
}

export function someAttribution(change: Partial<AttributionSettings> = {}): AttributionSettings {
  return {
    model: { name: 'last-touch' },
    lookbackDays: 30,
    minSecondsToConvert: 0,
    clickDedupeSeconds: 0,
    coupon: 'ignore',
    ...change,
  };
}

/** Neither milestones of the customer nor a fitted model. */
export const NOTHING_KNOWN: AttributionKnowledge & JourneyKnowledge = { milestones: [], fit: null, snapshot: null };

export function aProgram(change: Partial<Program> = {}): Program {
  return {
    programId: 'prg_1',
    merchantId: 'mer_1',
    name: '春の紹介プログラム',
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
    attribution: someAttribution(),
    settlement: { period: 'month', thresholdMinor: 0n },
    tracking: { allowedHosts: ['shop.example.jp'], clickIdParameter: 'bpid' },
    ...change,
  };
}

export function aRule(change: Partial<Rule> = {}): Rule {
  return { id: 'base', when: {}, pay: { rate: '0.05' }, ...change };
}

/** In force since January 2026; half-even; 30 days of hold; 5 % of everything. */
export function aPlan(change: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    effectiveFrom: '2026-01-01',
    rounding: 'half-even',
    base: { includeTax: false, includeShipping: false },
    holdDays: 30,
    rules: [aRule()],
    ...change,
  };
}

export interface TermsChange {
  readonly program?: Program;
  /** One plan; `plans` for several versions. */
  readonly plan?: Plan;
  readonly plans?: readonly Plan[];
  readonly enrollments?: readonly Enrollment[];
  readonly coupons?: readonly Coupon[];
  readonly rates?: readonly DailyRate[];
}

/** Everything that decides a program's conversions: `aProgram`, `aPlan` and `aDirectory` unless told otherwise. */
export function someTerms(change: TermsChange = {}): ProgramTerms {
  return termsOf(
    change.program ?? aProgram(),
    change.plans ?? [change.plan ?? aPlan()],
    aDirectory(change),
    change.rates ?? [],
  );
}

export interface FactsChange {
  readonly conversions?: readonly (Conversion | SealedConversion)[];
  readonly reversals?: readonly Reversal[];
  readonly clicks?: readonly Click[];
}

/** The facts of a period; a conversion that names one of the clicks is sealed with that click's visitor. */
export function someFacts({ conversions = [], reversals = [], clicks = [] }: FactsChange = {}): PeriodFacts {
  const byVisitor = new Map<VisitorId, Click[]>();
  for (const click of clicks) byVisitor.set(click.visitorId, [...(byVisitor.get(click.visitorId) ?? []), click]);
  const visitorOf = (conversion: Conversion): VisitorId | null =>
    clicks.find(({ clickId }) => clickId === conversion.clickId)?.visitorId ?? null;
  return {
    conversions: conversions.map((fact) =>
      'conversion' in fact ? fact : { conversion: fact, clickVisitorId: visitorOf(fact) },
    ),
    reversals,
    clicks: byVisitor,
  };
}

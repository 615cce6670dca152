import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plan } from '../../domain/commission/plan.ts';
import { parseAmount } from '../../domain/money/amount.ts';
import type { DailyRate } from '../../domain/money/exchange.ts';
import { normaliseCoupon } from '../../domain/partner/coupon.ts';
import type { Coupon, Enrollment, EnrollmentTerms, PartnerKind } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { Figures } from '../../domain/settlement/summary.ts';
import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionKind, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Reversal, ReversalCause } from '../../domain/tracking/reversal.ts';
import type { RejectionReason, Review } from '../../domain/tracking/review.ts';
import { programSchema } from '../../functions/contract/schemas/program.ts';
import { aClick, aConversion, aLine, anEnrollment, aReversal } from '../support/build.ts';

/** A program with its facts, month by month, and what each close must come to. See the README. */
export interface GoldenCase {
  readonly name: string;
  readonly purpose: string;
  readonly program: Program;
  readonly plans: readonly Plan[];
  readonly enrollments: readonly Enrollment[];
  readonly coupons: readonly Coupon[];
  readonly closes: readonly GoldenClose[];
}

export interface GoldenClose {
  readonly periodId: string;
  readonly rates: readonly DailyRate[];
  readonly clicks: readonly Click[];
  readonly conversions: readonly Conversion[];
  readonly reversals: readonly Reversal[];
  readonly reviews: readonly Review[];
  readonly expected: Expected;
}

export interface Expected {
  readonly because?: string;
  readonly partners?: Readonly<Record<string, Partial<Figures>>>;
  readonly conversions?: Readonly<Record<string, number>>;
  readonly unmatchedReversals?: number;
  readonly excess?: Readonly<Record<string, string>>;
  readonly lines?: readonly ExpectedLine[];
}

export interface ExpectedLine {
  readonly conversion: string;
  readonly line?: string;
  readonly partner: string;
  readonly rule?: string;
  readonly commission?: string;
  readonly posted?: string;
  readonly released?: string;
  readonly reason?: string;
}

interface CaseFile {
  readonly purpose: string;
  readonly program: Readonly<Record<string, unknown>> & {
    readonly plan?: Partial<Plan>;
    readonly plans?: readonly Partial<Plan>[];
  };
  readonly partners: readonly PartnerRow[];
  readonly coupons?: readonly CouponRow[];
  readonly closes: readonly CloseRow[];
}

type TermsRow = { readonly [name in keyof EnrollmentTerms]?: EnrollmentTerms[name] };

interface PartnerRow extends TermsRow {
  readonly id: string;
  readonly kind?: PartnerKind;
  readonly country?: string;
  readonly customer?: string;
  readonly joined?: string;
  readonly ended?: string;
  readonly coupon?: string;
  readonly changes?: readonly (TermsRow & { readonly from: string })[];
}

interface CouponRow {
  readonly code: string;
  readonly partner: string;
  readonly from?: string;
  readonly to?: string;
}

interface ClickRow {
  readonly id: string;
  readonly at: string;
  readonly visitor: string;
  readonly partner: string;
  readonly link?: string;
  readonly bot?: boolean;
}

interface CloseRow {
  readonly period: string;
  readonly rates?: readonly DailyRate[];
  readonly clicks?: readonly ClickRow[];
  readonly conversions?: readonly ConversionRow[];
  readonly reversals?: readonly ReversalRow[];
  readonly reviews?: readonly ReviewRow[];
  readonly expected: Expected;
}

interface LineRow {
  readonly amount: string;
  readonly tax?: string;
  readonly shipping?: string;
  readonly quantity?: number;
  readonly product?: string;
  readonly category?: string;
}

interface ConversionRow extends Partial<LineRow> {
  readonly id: string;
  readonly at: string;
  readonly kind?: ConversionKind;
  readonly currency?: string;
  readonly partner?: string;
  readonly visitor?: string;
  readonly click?: string;
  readonly customer?: string;
  readonly coupon?: string;
  readonly country?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly lines?: readonly LineRow[];
}

interface ReversalRow {
  readonly id: string;
  readonly of: string;
  readonly line?: string;
  readonly at: string;
  readonly amount: string;
  readonly quantity?: number;
  readonly cause?: ReversalCause;
  readonly undoes?: string;
}

interface ReviewRow {
  readonly of: string;
  readonly at: string;
  /** Absent: approved. */
  readonly rejected?: RejectionReason;
}

const PROGRAM = {
  id: 'prg_golden',
  name: 'Golden',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  attribution: { model: 'last-touch', lookbackDays: 30, coupon: 'wins' },
};

const PLAN = {
  version: 1,
  effectiveFrom: '2026-01-01',
  rounding: 'half-even',
  base: { includeTax: false, includeShipping: false },
  holdDays: 0,
  rules: [],
};

/** All cases beside this file, by name. */
export function goldenCases(): readonly GoldenCase[] {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => readCase(join(import.meta.dirname, name)));
}

/** The case of one file. */
export function readCase(path: string): GoldenCase {
  const file = JSON.parse(readFileSync(path, 'utf8')) as CaseFile;
  const { plan, plans, ...program } = file.program;
  const read = programSchema.parse({
    ...PROGRAM,
    ...program,
    plans: (plans ?? [plan]).map((each) => ({ ...PLAN, ...each })),
  });
  const currencies = new Map<string, string>();
  for (const { conversions = [] } of file.closes) {
    for (const { id, currency } of conversions) currencies.set(id, currency ?? read.program.currency);
  }
  const currencyOf = (conversionId: string): string => currencies.get(conversionId) ?? read.program.currency;
  return {
    name: basename(path, '.json'),
    purpose: file.purpose,
    program: { ...read.program, merchantId: 'mer_golden' },
    plans: read.plans,
    enrollments: file.partners.map(enrollmentOf),
    coupons: [
      ...file.partners.flatMap(({ id, coupon }) => (coupon === undefined ? [] : [{ code: coupon, partner: id }])),
      ...(file.coupons ?? []),
    ].map(couponOf),
    closes: file.closes.map(
      (close): GoldenClose => ({
        periodId: close.period,
        rates: close.rates ?? [],
        clicks: (close.clicks ?? []).map(clickOf),
        conversions: (close.conversions ?? []).map((row) => conversionOf(row, currencyOf(row.id))),
        reversals: (close.reversals ?? []).map((row) => reversalOf(row, currencyOf(row.of))),
        reviews: (close.reviews ?? []).map(reviewOf),
        expected: close.expected,
      }),
    ),
  };
}

function instantOf(text: string): Instant {
  if (!/(?:Z|[+-]\d\d:\d\d)$/.test(text)) throw new Error(`a golden case has a time without offset: ${text}`);
  return Date.parse(text);
}

function clickOf({ id, at, visitor, partner, link, bot }: ClickRow): Click {
  return aClick({
    clickId: id,
    occurredAt: instantOf(at),
    visitorId: visitor,
    partnerId: partner,
    linkId: link ?? null,
    isBot: bot ?? false,
  });
}

function couponOf({ code, partner, from, to }: CouponRow): Coupon {
  return {
    code: normaliseCoupon(code),
    partnerId: partner,
    validFrom: from === undefined ? null : instantOf(from),
    validTo: to === undefined ? null : instantOf(to),
  };
}

function enrollmentOf(row: PartnerRow): Enrollment {
  const { id, customer, coupon: _, joined, ended, changes = [], ...first } = row;
  const enrollment = anEnrollment({
    ...first,
    partnerId: id,
    name: id,
    customerIds: customer === undefined ? [] : [customer],
    ...(joined !== undefined && { joinedAt: instantOf(joined) }),
    ...(ended !== undefined && { endedAt: instantOf(ended) }),
  });
  const terms = [...enrollment.terms];
  for (const { from, ...change } of changes) {
    const before = terms.at(-1)?.value;
    if (before) terms.push({ from: instantOf(from), value: { ...before, ...change } });
  }
  return { ...enrollment, terms };
}

function conversionOf(row: ConversionRow, currency: string): Conversion {
  const lines = row.lines ?? [{ ...row, amount: row.amount ?? '0' }];
  return aConversion({
    conversionId: row.id,
    occurredAt: instantOf(row.at),
    kind: row.kind ?? 'sale',
    currency,
    visitorId: row.visitor ?? null,
    customerId: row.customer ?? null,
    coupon: row.coupon ?? null,
    country: row.country ?? null,
    partnerId: row.partner ?? null,
    clickId: row.click ?? null,
    metadata: row.metadata ?? {},
    lines: lines.map((line, index) => lineOf(line, index, currency)),
  });
}

function lineOf(row: LineRow, index: number, currency: string): ConversionLine {
  return aLine({
    lineId: String(index + 1),
    productId: row.product ?? null,
    category: row.category ?? null,
    quantity: row.quantity ?? 1,
    amountMinor: parseAmount(row.amount, currency),
    taxMinor: parseAmount(row.tax ?? '0', currency),
    shippingMinor: parseAmount(row.shipping ?? '0', currency),
  });
}

function reviewOf({ of, at, rejected }: ReviewRow): Review {
  const outcome = rejected === undefined ? 'approved' : 'rejected';
  return { conversionId: of, outcome, reasonCode: rejected ?? null, by: 'usr_golden', at: instantOf(at) };
}

function reversalOf(row: ReversalRow, currency: string): Reversal {
  return aReversal({
    reversalId: row.id,
    conversionId: row.of,
    lineId: row.line ?? null,
    occurredAt: instantOf(row.at),
    cause: row.cause ?? (row.undoes === undefined ? 'refund' : 'dispute-won'),
    amountMinor: parseAmount(row.amount, currency),
    quantity: row.quantity ?? null,
    ...(row.undoes === undefined ? {} : { undoes: row.undoes }),
    currency,
  });
}

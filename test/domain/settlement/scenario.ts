import fc from 'fast-check';
import type { Bonus, Cap, Plan, Rule, Share, Volume, When } from '../../../domain/commission/plan.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Model } from '../../../domain/partner/program.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Carry } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { writeCarry } from '../../../domain/settlement/carry-text.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { summaryOf } from '../../../domain/settlement/summary.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion, ConversionKind } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import {
  aClick,
  aConversion,
  aLine,
  anEnrollment,
  aPlan,
  aProgram,
  aReversal,
  at,
  someAttribution,
  someFacts,
  someTerms,
} from '../../support/build.ts';
import type { ClosedMonth } from './faults.ts';

export const MONTHS = ['2026-10', '2026-11', '2026-12'] as const;
const PARTNERS = ['ptn_1', 'ptn_2', 'ptn_3'] as const;
const calendar = calendarOf('Asia/Tokyo');

/** A small program with three months of facts; `arrives` is the close, by place, that a fact is recorded before. */
export interface Scenario {
  readonly terms: ProgramTerms;
  readonly clicks: readonly Click[];
  readonly conversions: readonly Arriving<Conversion>[];
  readonly reversals: readonly Arriving<Reversal>[];
}

export interface Arriving<T> {
  readonly fact: T;
  readonly arrives: number;
}

const yen = (amount: number) => ({ amount: String(amount), currency: 'JPY' });
const rate = fc.constantFrom('0', '0.01', '0.05', '0.07', '0.125', '0.3333');
const window = fc.constantFrom('month', 'quarter', 'year', 'lifetime' as const);
const instant = fc.integer({ min: at('2026-10-01T00:00:00+09:00'), max: at('2026-12-31T23:59:59+09:00') });

const when: fc.Arbitrary<When> = fc.constantFrom(
  {},
  {},
  { category: ['tea'] },
  { tier: ['gold'] },
  { kind: ['lead'] as const },
  { customer: ['returning'] as const },
  { category: ['tea'], tier: ['gold'] },
  { minBase: '500' },
);

const volume: fc.Arbitrary<Volume> = fc
  .record({
    metric: fc.constantFrom('base', 'conversions', 'items' as const),
    window,
    mode: fc.constantFrom('marginal', 'retroactive' as const),
    rates: fc.tuple(rate, rate, rate),
    isFlat: fc.boolean(),
  })
  .map(({ rates, isFlat, ...rest }): Volume => {
    const from = rest.metric === 'base' ? ['0', '1000', '5000'] : ['0', '2', '4'];
    const paysFlat = isFlat && rest.metric === 'conversions';
    const steps = from.map((text, index) =>
      paysFlat ? { from: text, flat: yen(100 * (index + 1)) } : { from: text, rate: rates[index] ?? '0' },
    );
    return { ...rest, steps };
  });

const cap: fc.Arbitrary<Cap> = fc.record({
  amount: fc.constantFrom('50', '101', '400'),
  per: fc.constantFrom('conversion', 'customer', 'partner-period', 'program-period' as const),
});

const rule: fc.Arbitrary<Omit<Rule, 'id'>> = fc.record(
  {
    when,
    pay: fc.oneof(
      fc.record({ rate }),
      fc.record({ flat: fc.constant(yen(77)), per: fc.constantFrom('conversion', 'line', 'item' as const) }),
      fc.record({ volume }),
    ),
    cap,
    months: fc.constantFrom(0, 1, 12),
  },
  { requiredKeys: ['when', 'pay'] },
);

const share: fc.Arbitrary<Share> = fc.record({
  id: fc.constant('label'),
  rate,
  among: fc.constantFrom(
    [
      { partner: 'ptn_1', weight: '2' },
      { partner: 'ptn_2', weight: '1' },
    ],
    [
      { partner: 'ptn_3', weight: '0.5' },
      { partner: 'ptn_1', weight: '0.25' },
      { partner: 'ptn_2', weight: '0.25' },
    ],
  ),
  when: fc.constantFrom({}, { category: ['tea'] }),
});

const bonus: fc.Arbitrary<Bonus> = fc
  .record({
    metric: fc.constantFrom('base', 'conversions', 'items' as const),
    window,
    isRate: fc.boolean(),
    mark: fc.constantFrom('1', '3', '1000'),
  })
  .map(({ metric, window: span, isRate, mark }) => ({
    id: 'b1',
    metric,
    window: span,
    reaches: mark,
    pay: isRate && metric === 'base' ? { rate: '0.015' } : { flat: yen(500) },
  }));

const plan: fc.Arbitrary<Plan> = fc
  .record({
    rules: fc.array(rule, { minLength: 1, maxLength: 4 }),
    rounding: fc.constantFrom('half-even', 'half-up', 'down', 'up' as const),
    includeTax: fc.boolean(),
    includeShipping: fc.boolean(),
    holdDays: fc.constantFrom(0, 0, 7, 30, 45),
    shares: fc.option(fc.array(share, { minLength: 1, maxLength: 1 }), { nil: undefined }),
    bonuses: fc.option(fc.array(bonus, { minLength: 1, maxLength: 1 }), { nil: undefined }),
    overrides: fc.option(
      fc.record({ rates: fc.constantFrom(['0.1'], ['0.1', '0.05']), of: fc.constant('commission' as const) }),
      {
        nil: undefined,
      },
    ),
  })
  .map(({ rules, includeTax, includeShipping, ...rest }) =>
    aPlan({
      ...rest,
      base: { includeTax, includeShipping },
      rules: rules.map((each, index) => ({ ...each, id: `r${index}` })),
    }),
  );

const model: fc.Arbitrary<Model> = fc.constantFrom<Model[]>(
  { name: 'first-touch' },
  { name: 'last-touch' },
  { name: 'linear' },
  { name: 'position-based', weights: { first: '0.4', middle: '0.2', last: '0.4' } },
  { name: 'time-decay', halfLifeDays: '7' },
);

const line = fc
  .record({
    amount: fc.integer({ min: 0, max: 4000 }),
    taxPart: fc.integer({ min: 0, max: 2 }),
    shippingPart: fc.integer({ min: 0, max: 2 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    category: fc.constantFrom('tea', 'ware', null),
  })
  .map(({ amount, taxPart, shippingPart, quantity, category }) => ({
    quantity,
    category,
    amountMinor: BigInt(amount),
    taxMinor: (BigInt(amount) * BigInt(taxPart)) / 11n,
    shippingMinor: (BigInt(amount) * BigInt(shippingPart)) / 13n,
  }));

const visitor = fc.constantFrom('vis_1', 'vis_2');

const conversion = fc.record({
  occurredAt: instant,
  kind: fc.constantFrom('sale', 'sale', 'lead' as const) as fc.Arbitrary<ConversionKind>,
  visitorId: fc.option(visitor),
  customerId: fc.option(fc.constantFrom('cus_1', 'cus_2')),
  partnerId: fc.option(fc.constantFrom(...PARTNERS), { freq: 2 }),
  coupon: fc.option(fc.constantFrom('SAVE10', 'nothing'), { freq: 4 }),
  currency: fc.constantFrom('JPY', 'JPY', 'JPY', 'JPY', 'USD', 'EUR'),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  late: fc.constantFrom(0, 0, 0, 1),
});

const reversal = fc.record({
  of: fc.nat({ max: 8 }),
  lineId: fc.option(fc.constantFrom('1', '2')),
  occurredAt: instant,
  amount: fc.integer({ min: 0, max: 3000 }),
  quantity: fc.option(fc.integer({ min: 1, max: 2 })),
  late: fc.constantFrom(0, 0, 1),
  undoes: fc.constantFrom(-1, -1, -1, 0, 1),
});

const click = fc.record({
  occurredAt: fc.integer({ min: at('2026-09-20T00:00:00+09:00'), max: at('2026-12-31T00:00:00+09:00') }),
  visitorId: visitor,
  partnerId: fc.constantFrom(...PARTNERS),
  isBot: fc.constantFrom(false, false, false, true),
});

/** Before which close a fact can be recorded: its own month's or a later one's. */
function arrivalOf(occurredAt: number, late: number): number {
  const own = MONTHS.indexOf(calendar.periodOf(occurredAt).periodId as (typeof MONTHS)[number]);
  return Math.min(own + late, MONTHS.length - 1);
}

export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    plan,
    later: fc.option(fc.record({ plan, effectiveFrom: fc.constantFrom('2026-10-16', '2026-11-01', '2026-12-01') })),
    model,
    coupon: fc.constantFrom('wins', 'touchpoint', 'ignore' as const),
    clickDedupeSeconds: fc.constantFrom(0, 86_400),
    threshold: fc.constantFrom(0n, 300n),
    promotedAt: instant,
    suspendedAt: instant,
    clicks: fc.array(click, { maxLength: 10 }),
    conversions: fc.array(conversion, { minLength: 1, maxLength: 9 }),
    reversals: fc.array(reversal, { maxLength: 6 }),
  })
  .map((drawn): Scenario => {
    const joinedAt = at('2026-01-01T00:00:00+09:00');
    const suspended = { status: 'suspended', tier: null, segment: null, recruitedBy: 'ptn_1' } as const;
    const gold = { status: 'active', tier: 'gold', segment: null, recruitedBy: null } as const;
    const terms = someTerms({
      program: aProgram({
        attribution: someAttribution({
          model: drawn.model,
          coupon: drawn.coupon,
          clickDedupeSeconds: drawn.clickDedupeSeconds,
        }),
        settlement: { period: 'month', thresholdMinor: drawn.threshold },
      }),
      plans: [
        drawn.plan,
        ...(drawn.later ? [{ ...drawn.later.plan, version: 2, effectiveFrom: drawn.later.effectiveFrom }] : []),
      ],
      enrollments: [
        anEnrollment({
          partnerId: 'ptn_1',
          terms: [
            { from: joinedAt, value: { ...gold, tier: null } },
            { from: drawn.promotedAt, value: gold },
          ],
        }),
        anEnrollment({
          partnerId: 'ptn_2',
          customerIds: ['cus_2'],
          terms: [
            { from: joinedAt, value: { ...suspended, status: 'active' } },
            { from: drawn.suspendedAt, value: suspended },
          ],
        }),
        anEnrollment({ partnerId: 'ptn_3', tier: 'gold', recruitedBy: 'ptn_2' }),
      ],
      coupons: [{ code: 'SAVE10', partnerId: 'ptn_3', validFrom: null, validTo: null }],
      rates: MONTHS.flatMap((month) =>
        ['05', '15'].map((day) => ({ date: `${month}-${day}`, from: 'USD', to: 'JPY', rate: '150.37' })),
      ),
    });
    return {
      terms,
      clicks: drawn.clicks.map((each, index) => aClick({ ...each, clickId: `clk_${index}` })),
      conversions: drawn.conversions.map(({ lines, late, ...each }, index) => ({
        fact: aConversion({
          ...each,
          conversionId: `cnv_${index}`,
          clickId: index === 0 && (drawn.clicks[0]?.occurredAt ?? Infinity) <= each.occurredAt ? 'clk_0' : null,
          lines: lines.map((own, place) => aLine({ ...own, lineId: String(place + 1) })),
        }),
        arrives: arrivalOf(each.occurredAt, late),
      })),
      reversals: drawn.reversals.map(({ of, amount, late, undoes, ...each }, index) => ({
        fact: aReversal({
          ...each,
          reversalId: `rev_${index}`,
          conversionId: `cnv_${index < 2 ? of : (drawn.reversals[undoes]?.of ?? of)}`,
          amountMinor: BigInt(amount),
          ...(index < 2 || undoes < 0 ? {} : { undoes: `rev_${undoes}` }),
        }),
        arrives: arrivalOf(each.occurredAt, late),
      })),
    };
  });

/** Closes the three months of a scenario, and any more that are asked for. */
export function closeMonths(
  { terms, clicks, conversions, reversals }: Scenario,
  months: readonly string[] = MONTHS,
): readonly ClosedMonth[] {
  let carry: Carry = EMPTY_CARRY;
  return months.map((month, index): ClosedMonth => {
    const own = <T>(facts: readonly Arriving<T>[]): T[] =>
      facts.flatMap(({ fact, arrives }) => (arrives === index ? fact : []));
    const facts = someFacts({ conversions: own(conversions), reversals: own(reversals), clicks });
    const result = closePeriod(terms.calendar.period(month), facts, carry, terms);
    carry = result.carry;
    return { result, terms };
  });
}

/** Everything that a close makes, as text, for "the same, byte for byte". */
export function bytesOf(closed: readonly ClosedMonth[]): string {
  const texts = closed.flatMap(({ result, terms }) => [
    canonical(summaryOf(result, terms)),
    ...result.entries.map(canonical),
    ...[...statementsOf(result, terms)].map((statement) => JSON.stringify(statement)),
    canonical(result.excesses),
    ...writeCarry(result.carry),
  ]);
  return texts.join('\n');
}

/** The same facts without anything that lets one conversion matter to another: amounts depend on the conversion alone. */
export function aloneOf(given: Scenario): Scenario {
  const isAlone = ({ pay, cap, months, when }: ProgramTerms['plans'][number]['rules'][number]) =>
    pay.type !== 'volume' && (cap === null || cap.per === 'conversion') && months === null && !when.when.customer;
  return {
    ...given,
    // A customer links visitors to each other, so that one conversion may bring another its touchpoints.
    conversions: given.conversions.map((each) => ({ ...each, fact: { ...each.fact, customerId: null } })),
    terms: {
      ...given.terms,
      plans: given.terms.plans.map((compiled) => ({ ...compiled, rules: compiled.rules.filter(isAlone) })),
    },
  };
}

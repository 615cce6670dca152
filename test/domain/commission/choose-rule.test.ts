import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleSubject } from '../../../domain/commission/choose-rule.ts';
import { chooseRule, unmatchedDimension } from '../../../domain/commission/choose-rule.ts';
import { compilePlan } from '../../../domain/commission/compile-plan.ts';
import type { Rule, When } from '../../../domain/commission/plan.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Conversion, ConversionLine } from '../../../domain/tracking/conversion.ts';
import type { EnrollmentChange } from '../../support/build.ts';
import { aConversion, aLine, anEnrollment, aPlan, aRule, at, someEnrollmentTerms } from '../../support/build.ts';

interface SubjectChange {
  readonly conversion?: Partial<Conversion>;
  readonly line?: Partial<ConversionLine>;
  readonly partner?: EnrollmentChange;
  readonly baseMinor?: bigint;
  readonly customer?: 'new' | 'returning';
  readonly monthsSince?: number;
  readonly timezone?: string;
}

function aSubject(change: SubjectChange): RuleSubject {
  const { partner, terms } = anEnrollment(change.partner);
  return {
    conversion: aConversion(change.conversion),
    line: aLine(change.line),
    baseMinor: change.baseMinor ?? 10_000n,
    customer: change.customer ?? 'new',
    partner,
    terms: terms[0]?.value ?? someEnrollmentTerms(),
    isWithinMonths: (months) => months > (change.monthsSince ?? 0),
  };
}

function choose(rules: readonly Rule[], change: SubjectChange = {}) {
  const calendar = calendarOf(change.timezone ?? 'Asia/Tokyo');
  return chooseRule(compilePlan(aPlan({ rules }), 'JPY', calendar).rules, aSubject(change), calendar);
}

const matches = (when: When, change: SubjectChange) => choose([aRule({ when })], change).rule !== null;

describe('each dimension of a rule', () => {
  it.each<[string, When, SubjectChange, SubjectChange]>([
    ['kind', { kind: ['lead'] }, { conversion: { kind: 'lead' } }, { conversion: { kind: 'sale' } }],
    ['product', { product: ['sku-1'] }, { line: { productId: 'sku-1' } }, { line: { productId: 'sku-2' } }],
    ['category', { category: ['食品'] }, { line: { category: '食品' } }, { line: { category: '本' } }],
    ['country', { country: ['FR'] }, { conversion: { country: 'FR' } }, { conversion: { country: 'DE' } }],
    ['customer', { customer: ['new'] }, { customer: 'new' }, { customer: 'returning' }],
    ['returning customer', { customer: ['returning'] }, { customer: 'returning' }, { customer: 'new' }],
    ['partner', { partner: ['ptn_2'] }, { partner: { partnerId: 'ptn_2' } }, { partner: { partnerId: 'ptn_1' } }],
    ['partnerKind', { partnerKind: ['agency'] }, { partner: { kind: 'agency' } }, { partner: { kind: 'creator' } }],
    ['partnerCountry', { partnerCountry: ['US'] }, { partner: { country: 'US' } }, { partner: { country: 'JP' } }],
    ['tier', { tier: ['gold'] }, { partner: { tier: 'gold' } }, { partner: { tier: 'silver' } }],
    ['segment', { segment: ['volume'] }, { partner: { segment: 'volume' } }, { partner: { segment: 'x' } }],
    ['minBase', { minBase: '5000' }, { baseMinor: 5_000n }, { baseMinor: 4_999n }],
    [
      'metadata.key',
      { 'metadata.season': ['aki'] },
      { conversion: { metadata: { season: 'aki' } } },
      { conversion: { metadata: { season: 'haru' } } },
    ],
    [
      'weekday',
      { weekday: ['thu'] },
      { conversion: { occurredAt: at('2026-10-15T12:00:00+09:00') } },
      { conversion: { occurredAt: at('2026-10-16T12:00:00+09:00') } },
    ],
    [
      'dateRange',
      { dateRange: { from: '2026-10-10', to: '2026-10-20' } },
      { conversion: { occurredAt: at('2026-10-20T23:59:59+09:00') } },
      { conversion: { occurredAt: at('2026-10-21T00:00:00+09:00') } },
    ],
  ])('%s: matches what it names and nothing else', (_, when, met, unmet) => {
    expect(matches(when, met)).toBe(true);
    expect(matches(when, unmet)).toBe(false);
  });

  it.each<[string, When]>([
    ['product', { product: ['sku-1'] }],
    ['category', { category: ['食品'] }],
    ['country', { country: ['JP'] }],
    ['tier', { tier: ['gold'] }],
    ['segment', { segment: ['volume'] }],
    ['metadata.key', { 'metadata.season': ['aki'] }],
    ['metadata.constructor', { 'metadata.constructor': ['aki'] }],
  ])('%s: what is not told matches no rule that asks for it', (_, when) => {
    expect(matches(when, {})).toBe(false);
  });

  it('names dates and weekdays of the zone of the program, not of Greenwich', () => {
    // 2026-10-15 15:30 UTC is Thursday in London and Friday the 16th in Tokyo.
    const conversion = { occurredAt: at('2026-10-15T15:30:00Z') };
    expect(matches({ weekday: ['fri'] }, { conversion, timezone: 'Asia/Tokyo' })).toBe(true);
    expect(matches({ weekday: ['thu'] }, { conversion, timezone: 'Europe/London' })).toBe(true);
    const when = { dateRange: { from: '2026-10-16', to: '2026-10-16' } };
    expect(matches(when, { conversion, timezone: 'Asia/Tokyo' })).toBe(true);
    expect(matches(when, { conversion, timezone: 'Europe/London' })).toBe(false);
  });

  it('lets one of several values do: OR inside a dimension', () => {
    const when = { country: ['FR', 'DE', 'IE'] };
    expect(['FR', 'DE', 'IE', 'JP'].map((country) => matches(when, { conversion: { country } }))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('must be met together with the others: AND across dimensions', () => {
    const when = { country: ['FR'], tier: ['gold'] };
    expect(matches(when, { conversion: { country: 'FR' }, partner: { tier: 'gold' } })).toBe(true);
    expect(matches(when, { conversion: { country: 'FR' } })).toBe(false);
    expect(matches(when, { partner: { tier: 'gold' } })).toBe(false);
  });
});

describe('a dimension that is left open', () => {
  it.each([
    'kind',
    'product',
    'category',
    'country',
    'customer',
    'partner',
    'partnerKind',
    'partnerCountry',
    'tier',
    'segment',
    'minBase',
    'weekday',
    'dateRange',
    'metadata.season',
  ])('asks for nothing: %s', (dimension) => {
    expect(matches({ [dimension]: undefined }, {})).toBe(true);
    const open = { [dimension]: undefined, 'metadata.shop': ['tokyo'] };
    expect(matches(open, { conversion: { metadata: { shop: 'tokyo' } } })).toBe(true);
    expect(matches(open, {})).toBe(false);
  });
});

describe('a line that a share looks at, beside any partner', () => {
  const missed = (when: When) => {
    const compiled = { when, dimensions: 1, minBaseMinor: null };
    const subject = { ...aSubject({}), partner: null, terms: null };
    return unmatchedDimension(compiled, subject, calendarOf('Asia/Tokyo'));
  };

  it.each<When>([
    { partner: ['ptn_1'] },
    { partnerKind: ['affiliate'] },
    { partnerCountry: ['JP'] },
    { tier: ['gold'] },
    { segment: ['volume'] },
  ])('matches nothing that asks for a partner: %o', (when) => {
    expect(missed(when)).toBe(Object.keys(when)[0]);
  });

  it('matches what asks for the line or for nothing', () => {
    expect([missed({ kind: ['sale'] }), missed({})]).toEqual([null, null]);
  });
});

describe('the rule that pays', () => {
  const gold = { partner: { tier: 'gold' }, line: { category: '食品' } } as const;
  const general = aRule({ id: 'general' });
  const tier = aRule({ id: 'tier', when: { tier: ['gold'] } });
  const category = aRule({ id: 'category', when: { category: ['食品'] } });
  const both = aRule({ id: 'both', when: { tier: ['gold'], category: ['食品'] } });

  it.each([
    ['is the one with the most dimensions', [general, tier, both], 'both'],
    ['is the one with the most dimensions, wherever it stands', [both, general, tier], 'both'],
    ['is the earlier of two that are equally specific', [general, tier, category], 'tier'],
    ['is the earlier of two that are equally specific, the other way round', [general, category, tier], 'category'],
    ['is the general one when nothing else matches', [aRule({ id: 'no', when: { tier: ['x'] } }), general], 'general'],
  ])('%s', (_, rules, chosen) => {
    expect(choose(rules, gold).rule?.id).toBe(chosen);
  });

  it('is not chosen by what it pays: a poorer specific rule beats a richer general one', () => {
    const rich = aRule({ id: 'rich', pay: { rate: '0.9' } });
    const poor = aRule({ id: 'poor', when: { tier: ['gold'] }, pay: { rate: '0.01' } });
    expect(choose([rich, poor], gold).rule?.id).toBe('poor');
  });

  it('counts dimensions, not values', () => {
    const many = aRule({ id: 'many', when: { tier: ['gold', 'silver', 'bronze'] } });
    expect(choose([many, both], gold).rule?.id).toBe('both');
  });

  it('is none when nothing matches', () => {
    expect(choose([tier], {})).toMatchObject({ rule: null, trials: [{ ruleId: 'tier', outcome: 'not-matched' }] });
  });
});

describe('a choice among rules that were asked before', () => {
  const value = <T>(...values: readonly T[]) => fc.constantFrom(...values);
  const change: fc.Arbitrary<SubjectChange> = fc
    .record({
      kind: value<Conversion['kind']>('sale', 'lead'),
      season: value('aki', 'haru', null),
      productId: value('sku-1', 'sku-2', null),
      tier: value('gold', 'silver', null),
      baseMinor: value(100n, 5_000n),
      date: value('2026-10-15', '2026-10-16'),
      monthsSince: value(0, 12),
    })
    .map(({ kind, season, productId, tier, date, ...rest }) => ({
      conversion: {
        kind,
        occurredAt: at(`${date}T12:00:00+09:00`),
        metadata: season === null ? {} : { season },
      },
      line: { productId },
      partner: { tier },
      ...rest,
    }));
  const byName = [
    aRule({ id: 'general' }),
    aRule({ id: 'kind', when: { kind: ['lead'] } }),
    aRule({ id: 'tier', when: { tier: ['gold'] } }),
    aRule({ id: 'two', when: { tier: ['gold', 'silver'], product: ['sku-1'] } }),
    aRule({ id: 'three', when: { tier: ['gold'], product: ['sku-2'], 'metadata.season': ['aki'] } }),
  ];

  it.each<[string, readonly Rule[]]>([
    ['names', byName],
    ['names alone, none of which all of them ask for', byName.slice(1)],
    ['the least base', [...byName, aRule({ id: 'base', when: { minBase: '5000', kind: ['sale'] } })]],
    ['the weekday', [...byName, aRule({ id: 'day', when: { weekday: ['thu'], kind: ['sale'] } })]],
    [
      'the date',
      [...byName, aRule({ id: 'date', when: { dateRange: { from: '2026-10-16', to: '2026-10-16' }, kind: ['sale'] } })],
    ],
    [
      'the months of the customer',
      [...byName, aRule({ id: 'months', when: { kind: ['sale'], tier: ['gold'] }, months: 6 })],
    ],
  ])('is that of the first time, by %s', (_, rules) => {
    const calendar = calendarOf('Asia/Tokyo');
    const kept = compilePlan(aPlan({ rules }), 'JPY', calendar).rules;
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 8 }), (changes) => {
        for (const each of changes) {
          const { rule, trials } = chooseRule(kept, aSubject(each), calendar);
          const fresh = choose(rules, each);
          expect([rule?.id, trials]).toEqual([fresh.rule?.id, fresh.trials]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is remembered for lines that look alike to the rules', () => {
    const calendar = calendarOf('Asia/Tokyo');
    const { rules } = compilePlan(aPlan({ rules: byName }), 'JPY', calendar);
    const of = (each: SubjectChange) => chooseRule(rules, aSubject(each), calendar);
    const first = of({ line: { productId: 'sku-1' }, baseMinor: 1n });
    expect(of({ line: { productId: 'sku-1' }, baseMinor: 2n })).toBe(first);
    expect(of({ line: { productId: 'sku-2' } })).not.toBe(first);
  });
});

describe('the explanation of a choice', () => {
  it('lists every rule in order and why each lost', () => {
    const rules = [
      aRule({ id: 'abroad', when: { country: ['FR'] } }),
      aRule({ id: 'general' }),
      aRule({ id: 'tier', when: { tier: ['gold'] } }),
      aRule({ id: 'second-tier', when: { tier: ['gold'] } }),
      aRule({ id: 'first-year', when: {}, months: 12 }),
    ];
    expect(choose(rules, { partner: { tier: 'gold' }, monthsSince: 12 }).trials).toEqual([
      { ruleId: 'abroad', outcome: 'not-matched', by: 'country' },
      { ruleId: 'general', outcome: 'less-specific', by: 'tier' },
      { ruleId: 'tier', outcome: 'chosen', by: null },
      { ruleId: 'second-tier', outcome: 'later-in-list', by: 'tier' },
      { ruleId: 'first-year', outcome: 'not-matched', by: 'months' },
    ]);
  });

  it('names exactly one chosen rule, or none when none matched', () => {
    const when = fc.record({
      tier: fc.option(fc.subarray(['gold', 'silver'], { minLength: 1 }), { nil: undefined }),
      country: fc.option(fc.subarray(['JP', 'FR'], { minLength: 1 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(when, { maxLength: 6 }), (whens) => {
        const rules = whens.map((each, index) => aRule({ id: `r${index}`, when: each }));
        const { rule, trials } = choose(rules, { partner: { tier: 'gold' }, conversion: { country: 'JP' } });
        const chosen = trials.filter(({ outcome }) => outcome === 'chosen').map(({ ruleId }) => ruleId);
        expect(trials.map(({ ruleId }) => ruleId)).toEqual(rules.map(({ id }) => id));
        expect(chosen).toEqual(rule === null ? [] : [rule.id]);
      }),
    );
  });
});

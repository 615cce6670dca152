import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleSubject } from '../../../domain/commission/choose-rule.ts';
import { chooseRule } from '../../../domain/commission/choose-rule.ts';
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

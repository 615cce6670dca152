import { describe, expect, it } from 'vitest';
import { compilePlan, planAt } from '../../../domain/commission/compile-plan.ts';
import type { Bonus, Plan, Share, Volume } from '../../../domain/commission/plan.ts';
import type { Currency } from '../../../domain/money/currency.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { aPlan, aRule, at } from '../../support/build.ts';
import { paying, yen } from './october.ts';

const tokyo = calendarOf('Asia/Tokyo');
const compiled = (plan: Plan, currency: Currency = 'JPY') => compilePlan(plan, currency, tokyo);
const dollars = { amount: '1.50', currency: 'USD' };

describe('a plan that is read', () => {
  it('begins with its day in the zone of the program', () => {
    expect(compiled(aPlan({ effectiveFrom: '2026-10-01' })).effectiveAt).toBe(at('2026-10-01T00:00:00+09:00'));
  });

  it.each<[Volume['metric'], string, bigint]>([
    ['base', '12.50', 1_250n],
    ['conversions', '12', 12n],
    ['items', '12', 12n],
  ])('has thresholds of %s: %s is %s', (metric, text, threshold) => {
    const steps = [{ from: text, rate: '0.1' }];
    const bonus: Bonus = { id: 'b', metric, window: 'month', reaches: text, pay: { rate: '0.02' } };
    const volume = { metric, window: 'month', mode: 'marginal', steps } as const;
    const { rules, bonuses } = compiled(aPlan({ rules: [aRule({ pay: { volume } })], bonuses: [bonus] }), 'USD');
    expect(rules[0]?.pay).toMatchObject({
      type: 'volume',
      steps: [{ from: threshold, text, pay: { type: 'rate', text: '0.1' } }],
    });
    expect(bonuses).toMatchObject([
      { reaches: threshold, pay: { type: 'rate', rate: { numerator: 2n, denominator: 100n }, text: '0.02' } },
    ]);
  });

  it('has flat amounts in minor units', () => {
    const bonus: Bonus = { id: 'b', metric: 'items', window: 'month', reaches: '1', pay: { flat: dollars } };
    const { rules, bonuses } = compiled(
      aPlan({ rules: [aRule({ pay: { flat: dollars, per: 'item' } })], bonuses: [bonus] }),
      'USD',
    );
    expect(rules[0]?.pay).toEqual({ type: 'flat', amountMinor: 150n, per: 'item' });
    expect(bonuses[0]?.pay).toEqual({ type: 'flat', amountMinor: 150n });
  });

  it('counts the dimensions that a rule names, not those that are left open', () => {
    const when = { tier: ['gold'], country: undefined, minBase: '100' };
    const [rule] = compiled(aPlan({ rules: [aRule({ when })] })).rules;
    expect(rule?.when).toMatchObject({ dimensions: 2, minBaseMinor: 100n });
  });

  it('has shares by whole weights, as they relate to each other', () => {
    const share: Share = {
      id: 's',
      rate: '0.3',
      among: [
        { partner: 'ptn_1', weight: '1' },
        { partner: 'ptn_2', weight: '0.25' },
        { partner: 'ptn_3', weight: '0.5' },
      ],
      when: {},
    };
    expect(compiled(aPlan({ shares: [share] })).shares).toMatchObject([
      {
        id: 's',
        text: '0.3',
        among: [
          { partnerId: 'ptn_1', shareWeight: 100n },
          { partnerId: 'ptn_2', shareWeight: 25n },
          { partnerId: 'ptn_3', shareWeight: 50n },
        ],
      },
    ]);
  });

  it.each<[string, Plan]>([
    ['a rule', paying({ flat: dollars, per: 'line' })],
    [
      'a step',
      paying({
        volume: { metric: 'conversions', window: 'month', mode: 'marginal', steps: [{ from: '0', flat: dollars }] },
      }),
    ],
    [
      'a bonus',
      aPlan({ bonuses: [{ id: 'b', metric: 'items', window: 'month', reaches: '1', pay: { flat: dollars } }] }),
    ],
  ])('is refused where %s pays in other money than the program', (_, plan) => {
    expect(() => compiled(plan)).toThrow(
      expect.objectContaining({ code: 'plan.invalid', message: 'amounts are in JPY, got USD' }),
    );
    expect(() => compiled(paying({ flat: yen('5'), per: 'line' }))).not.toThrow();
  });
});

describe('the plan in force', () => {
  const version = (number: number, effectiveFrom: string) => compiled(aPlan({ version: number, effectiveFrom }));
  const plans = [
    version(2, '2026-10-01'),
    version(1, '2026-01-01'),
    version(3, '2026-10-01'),
    version(4, '2026-11-01'),
  ];
  const at31 = '2026-10-31T23:59:59+09:00';

  it.each([
    ['is none before the first begins', '2025-12-31T23:59:59+09:00', null],
    ['is the first from its first instant', '2026-01-01T00:00:00+09:00', 1],
    ['is the latest that has begun, and of two of one day the higher', at31, 3],
    ['is the next from its first instant', '2026-11-01T00:00:00+09:00', 4],
  ])('%s', (_, when, expected) => {
    for (const order of [plans, plans.toReversed()]) {
      expect(planAt(order, at(when))?.plan.version ?? null).toBe(expected);
    }
  });

  it('is the later one, also where its number is lower', () => {
    const odd = [version(9, '2026-01-01'), version(1, '2026-10-01')];
    for (const order of [odd, odd.toReversed()]) expect(planAt(order, at(at31))?.plan.version).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import type { PlanFault } from '../../../domain/commission/check-plan.ts';
import { checkPlan, checkRules, partnersNamedIn } from '../../../domain/commission/check-plan.ts';
import type { Bonus, Plan, Rule, Share, Step, Volume } from '../../../domain/commission/plan.ts';
import { aPlan, aRule } from '../../support/build.ts';
import { yen } from './october.ts';

const inEnglish = (faults: readonly PlanFault[]) => faults.map(({ field, reason }) => ({ field, reason: reason.en }));
const check = (plan: Plan) => inEnglish(checkPlan(plan, { currency: 'JPY', partners: new Set(['ptn_1', 'ptn_2']) }));
const ofRule = (change: Partial<Rule>) => check(aPlan({ rules: [aRule(change)] }));
const ofSteps = (steps: readonly Step[], change: Partial<Volume> = {}) =>
  ofRule({ pay: { volume: { metric: 'base', window: 'month', mode: 'marginal', steps, ...change } } });
const ofShare = (change: Partial<Share>) =>
  check(
    aPlan({ shares: [{ id: 'label', rate: '0.3', among: [{ partner: 'ptn_1', weight: '1' }], when: {}, ...change }] }),
  );
const ofBonus = (change: Partial<Bonus>) =>
  check(
    aPlan({
      bonuses: [
        { id: 'b1', metric: 'base', window: 'month', reaches: '500000', pay: { flat: yen('5000') }, ...change },
      ],
    }),
  );

describe('a plan that can be published', () => {
  it('is one with rules, steps, shares, bonuses and overrides in order', () => {
    const plan = aPlan({
      rules: [
        aRule({ id: 'tiers', pay: { volume: { metric: 'base', window: 'month', mode: 'marginal', steps: STEPS } } }),
        aRule({ id: 'lead', when: { kind: ['lead'] }, pay: { flat: yen('500'), per: 'conversion' } }),
        aRule({ id: 'base', when: { partner: ['ptn_1'], minBase: '100' }, cap: { amount: '50000', per: 'customer' } }),
      ],
      shares: [{ id: 'label', rate: '0.30', among: [{ partner: 'ptn_2', weight: '1.5' }], when: {} }],
      bonuses: [{ id: 'b1', metric: 'items', window: 'month', reaches: '10', pay: { flat: yen('5000') } }],
      overrides: { rates: ['0.10', '0.05'], of: 'commission' },
    });
    expect(check(plan)).toEqual([]);
  });
});

const STEPS: readonly Step[] = [
  { from: '0', rate: '0.04' },
  { from: '50000', rate: '0.06' },
];

describe('what is wrong with a plan is said with its field', () => {
  it.each([
    [
      'a rate above 1',
      () => ofRule({ pay: { rate: '5' } }),
      'rules[0].pay.rate',
      'must be a fraction of at most 1 (5 % is "0.05"), got "5"',
    ],
    [
      'a negative rate',
      () => ofRule({ pay: { rate: '-0.05' } }),
      'rules[0].pay.rate',
      'must not be negative, got "-0.05"',
    ],
    [
      'a rate that is no number',
      () => ofRule({ pay: { rate: '5%' } }),
      'rules[0].pay.rate',
      'expected a decimal number such as "0.125", got "5%"',
    ],
    [
      'an amount in other money',
      () => ofRule({ pay: { flat: { amount: '5.00', currency: 'USD' }, per: 'line' } }),
      'rules[0].pay.flat.currency',
      "must be JPY, the program's currency, got USD",
    ],
    [
      'too many decimals',
      () => ofRule({ pay: { flat: yen('5.5'), per: 'line' } }),
      'rules[0].pay.flat.amount',
      'JPY has 0 decimals, got "5.5"',
    ],
    [
      'a negative cap',
      () => ofRule({ cap: { amount: '-1', per: 'customer' } }),
      'rules[0].cap.amount',
      'must not be negative, got "-1"',
    ],
    [
      'an unknown partner',
      () => ofRule({ when: { partner: ['ptn_9'] } }),
      'rules[0].when.partner[0]',
      'there is no partner "ptn_9"',
    ],
    [
      'a range of dates that ends before it begins',
      () => ofRule({ when: { dateRange: { from: '2026-10-02', to: '2026-10-01' } } }),
      'rules[0].when.dateRange.to',
      'must not be before from, 2026-10-02, got 2026-10-01',
    ],
    [
      'steps that do not start at nothing',
      () => ofSteps([{ from: '1', rate: '0.1' }]),
      'rules[0].pay.volume.steps[0].from',
      'the first step must start at "0", got "1"',
    ],
    [
      'steps out of order',
      () => ofSteps([...STEPS, { from: '50000', rate: '0.1' }]),
      'rules[0].pay.volume.steps[2].from',
      'must be more than the step before it, "50000", got "50000"',
    ],
    [
      'a share that looks at a partner',
      () => ofShare({ when: { category: ['tea'], tier: ['gold'] } }),
      'shares[0].when.tier',
      'a share looks at the line alone, whoever is credited; the partners it pays are named in among',
    ],
    [
      'a step of half a conversion',
      () => ofSteps([STEPS[0] ?? { from: '0', rate: '0' }, { from: '1.5', rate: '0.1' }], { metric: 'conversions' }),
      'rules[0].pay.volume.steps[1].from',
      'must be a whole number of conversions, got "1.5"',
    ],
    [
      'a flat step by base',
      () => ofSteps([{ from: '0', flat: yen('100') }]),
      'rules[0].pay.volume.steps[0].flat',
      'a step of the metric base carries a rate; flat belongs to conversions',
    ],
    [
      'a share among an unknown partner',
      () => ofShare({ among: [{ partner: 'ptn_9', weight: '1' }] }),
      'shares[0].among[0].partner',
      'there is no partner "ptn_9"',
    ],
    [
      'a share of no weight',
      () => ofShare({ among: [{ partner: 'ptn_1', weight: '0' }] }),
      'shares[0].among',
      'the weights must sum to more than 0',
    ],
    [
      'a bonus that is a rate of a count',
      () => ofBonus({ metric: 'items', reaches: '10', pay: { rate: '0.1' } }),
      'bonuses[0].pay.rate',
      'a rate of items is not money; use flat, or the metric base',
    ],
    [
      'an override above the whole',
      () => check(aPlan({ overrides: { rates: ['0.1', '1.1'], of: 'commission' } })),
      'overrides.rates[1]',
      'must be a fraction of at most 1 (5 % is "0.05"), got "1.1"',
    ],
    [
      'a negative flat amount',
      () => ofRule({ pay: { flat: yen('-5'), per: 'line' } }),
      'rules[0].pay.flat.amount',
      'must not be negative, got "-5"',
    ],
    [
      'a least base with decimals that the currency has not',
      () => ofRule({ when: { minBase: '0.5' } }),
      'rules[0].when.minBase',
      'JPY has 0 decimals, got "0.5"',
    ],
    [
      'a rate of a step',
      () => ofSteps([{ from: '0', rate: '2' }]),
      'rules[0].pay.volume.steps[0].rate',
      'must be a fraction of at most 1 (5 % is "0.05"), got "2"',
    ],
    [
      'a step from no number',
      () => ofSteps([...STEPS, { from: 'many', rate: '0.1' }]),
      'rules[0].pay.volume.steps[2].from',
      'expected a decimal amount such as "1234.50", got "many"',
    ],
    [
      'a flat step by items',
      () => ofSteps([{ from: '0', flat: yen('100') }], { metric: 'items' }),
      'rules[0].pay.volume.steps[0].flat',
      'a step of the metric items carries a rate; flat belongs to conversions',
    ],
    [
      'a flat step in other money',
      () => ofSteps([{ from: '0', flat: { amount: '1', currency: 'USD' } }], { metric: 'conversions' }),
      'rules[0].pay.volume.steps[0].flat.currency',
      "must be JPY, the program's currency, got USD",
    ],
    [
      'a share above the whole',
      () => ofShare({ rate: '1.01' }),
      'shares[0].rate',
      'must be a fraction of at most 1 (5 % is "0.05"), got "1.01"',
    ],
    [
      'a share of the lines of a partner',
      () => ofShare({ when: { partner: ['ptn_1'] } }),
      'shares[0].when.partner',
      'a share looks at the line alone, whoever is credited; the partners it pays are named in among',
    ],
    [
      'a negative weight beside one that counts',
      () =>
        ofShare({
          among: [
            { partner: 'ptn_1', weight: '1' },
            { partner: 'ptn_2', weight: '-1' },
          ],
        }),
      'shares[0].among[1].weight',
      'must not be negative',
    ],
    [
      'a weight that is no number, beside one that counts',
      () =>
        ofShare({
          among: [
            { partner: 'ptn_1', weight: '1' },
            { partner: 'ptn_2', weight: 'half' },
          ],
        }),
      'shares[0].among[1].weight',
      'expected a decimal number such as "0.125", got "half"',
    ],
    [
      'a bonus for half an item',
      () => ofBonus({ metric: 'items', reaches: '0.5' }),
      'bonuses[0].reaches',
      'must be a whole number of items, got "0.5"',
    ],
    [
      'a bonus for a part of a yen',
      () => ofBonus({ reaches: '0.5' }),
      'bonuses[0].reaches',
      'JPY has 0 decimals, got "0.5"',
    ],
    [
      'a bonus in other money',
      () => ofBonus({ pay: { flat: { amount: '5', currency: 'USD' } } }),
      'bonuses[0].pay.flat.currency',
      "must be JPY, the program's currency, got USD",
    ],
    [
      'a bonus above the whole',
      () => ofBonus({ pay: { rate: '2' } }),
      'bonuses[0].pay.rate',
      'must be a fraction of at most 1 (5 % is "0.05"), got "2"',
    ],
    [
      'months for some levels of overrides',
      () => check(aPlan({ overrides: { rates: ['0.1', '0.05'], of: 'commission', months: [12] } })),
      'overrides.months',
      'must have one for each of the 2 rates, got 1',
    ],
  ])('%s', (_, faults, field, reason) => {
    expect(faults()).toEqual([{ field, reason }]);
  });

  it('rules and shares that have one id', () => {
    const plan = aPlan({
      rules: [aRule({ id: 'a' }), aRule({ id: 'a' })],
      shares: [{ id: 'a', rate: '0.1', among: [{ partner: 'ptn_1', weight: '1' }], when: {} }],
    });
    const reason = '"a" is also the id of rules[0]; every rule and share has its own';
    expect(check(plan)).toEqual([
      { field: 'rules[1].id', reason },
      { field: 'shares[0].id', reason },
    ]);
  });

  it('bonuses that have one id, which may be that of a rule', () => {
    const bonus: Bonus = { id: 'a', metric: 'items', window: 'month', reaches: '1', pay: { flat: yen('5') } };
    const rules = [aRule({ id: 'a' })];
    expect(check(aPlan({ rules, bonuses: [bonus] }))).toEqual([]);
    expect(check(aPlan({ rules, bonuses: [bonus, bonus] })).map(({ field }) => field)).toEqual(['bonuses[1].id']);
  });

  it('a partner that a share names twice', () => {
    const twice = { partner: 'ptn_1', weight: '1' };
    expect(ofShare({ among: [twice, twice] })).toEqual([
      { field: 'shares[0].among[1].partner', reason: '"ptn_1" is named twice' },
    ]);
  });

  it('all faults at once', () => {
    const plan = aPlan({ rules: [aRule({ id: 'a', pay: { rate: '2' } }), aRule({ id: 'b', pay: { rate: 'x' } })] });
    expect(check(plan).map(({ field }) => field)).toEqual(['rules[0].pay.rate', 'rules[1].pay.rate']);
  });
});

describe('the bounds of what is right', () => {
  it.each<[string, Plan]>([
    ['a rate of nothing', aPlan({ rules: [aRule({ pay: { rate: '0' } })] })],
    ['a rate of all', aPlan({ rules: [aRule({ pay: { rate: '1' } })] })],
    ['a cap of nothing', aPlan({ rules: [aRule({ cap: { amount: '0', per: 'conversion' } })] })],
    ['a single day', aPlan({ rules: [aRule({ when: { dateRange: { from: '2026-10-01', to: '2026-10-01' } } })] })],
    ['months for every level of overrides', aPlan({ overrides: { rates: ['0.1'], of: 'commission', months: [12] } })],
    [
      'a weight of nothing beside one that counts',
      aPlan({
        shares: [
          {
            id: 's',
            rate: '0.1',
            among: [
              { partner: 'ptn_1', weight: '1' },
              { partner: 'ptn_2', weight: '0' },
            ],
            when: {},
          },
        ],
      }),
    ],
    [
      'a bonus by a rate of the base',
      aPlan({ bonuses: [{ id: 'b', metric: 'base', window: 'year', reaches: '0', pay: { rate: '0.01' } }] }),
    ],
  ])('is no fault: %s', (_, plan) => {
    expect(check(plan)).toEqual([]);
  });

  it('steps are compared as amounts, whatever their decimals', () => {
    const steps = ['0', '0.5', '0.75', '10', '9.99'].map((from) => ({ from, rate: '0.1' }));
    const plan = aPlan({
      rules: [aRule({ pay: { volume: { metric: 'base', window: 'month', mode: 'marginal', steps } } })],
    });
    expect(inEnglish(checkPlan(plan, { currency: 'USD', partners: new Set() }))).toEqual([
      {
        field: 'rules[0].pay.volume.steps[4].from',
        reason: 'must be more than the step before it, "10", got "9.99"',
      },
    ]);
  });

  it('what is no fault of the plan is not taken for one', () => {
    const broken = {
      get rate(): string {
        throw new RangeError('out of memory');
      },
    };
    expect(() => ofRule({ pay: broken })).toThrow(RangeError);
  });
});

describe('rules negotiated with one partner', () => {
  const surroundings = { currency: 'JPY', partners: new Set(['ptn_1']) };

  it('are checked like those of a plan', () => {
    expect(checkRules([aRule({ id: 'own' })], surroundings)).toEqual([]);
    expect(inEnglish(checkRules([aRule({ id: 'a' }), aRule({ id: 'a', pay: { rate: '2' } })], surroundings))).toEqual([
      { field: 'rules[1].id', reason: '"a" is also the id of rules[0]; every rule and share has its own' },
      { field: 'rules[1].pay.rate', reason: 'must be a fraction of at most 1 (5 % is "0.05"), got "2"' },
    ]);
  });
});

describe('the partners that a plan names', () => {
  it('are those of its rules and shares, each once', () => {
    const plan = aPlan({
      rules: [aRule({ when: { partner: ['ptn_1', 'ptn_2'] } })],
      shares: [{ id: 's', rate: '0.1', among: [{ partner: 'ptn_3', weight: '1' }], when: {} }],
    });
    expect(partnersNamedIn(plan)).toEqual(['ptn_1', 'ptn_2', 'ptn_3']);
  });
});

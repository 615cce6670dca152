import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoundingMode } from '../../../domain/money/round.ts';
import { aPlan, aProgram, aReversal, aRule, NOON } from '../../support/build.ts';
import { amountsOf, aSale, aSharedSale, octoberRows, paying, yen } from './october.ts';

describe('the net base of a line', () => {
  it('is allocated to the credited partners once, the odd yen to the first of them', () => {
    const rows = octoberRows(aSharedSale(['ptn_1', 'ptn_2', 'ptn_3'], [100n]));
    expect(rows.map(({ partner, net }) => [partner, net])).toEqual([
      ['ptn_1', 34n],
      ['ptn_2', 33n],
      ['ptn_3', 33n],
    ]);
  });

  it('is allocated in the order of first touch, not of ids', () => {
    const rows = octoberRows(aSharedSale(['ptn_3', 'ptn_1', 'ptn_2'], [100n]));
    expect(rows.map(({ partner, net }) => [partner, net])).toEqual([
      ['ptn_3', 34n],
      ['ptn_1', 33n],
      ['ptn_2', 33n],
    ]);
  });

  it('is allocated after reversals, so that the parts sum to what is left', () => {
    const sale = aSharedSale(['ptn_1', 'ptn_2', 'ptn_3'], [100n]);
    const rows = octoberRows({ ...sale, reversals: [aReversal({ amountMinor: 1n })] });
    expect(rows.map(({ net }) => net)).toEqual([33n, 33n, 33n]);
  });

  it('always sums to the whole, line by line', () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 3 }), (lines, count) => {
        const rows = octoberRows(aSharedSale(['ptn_1', 'ptn_2', 'ptn_3'].slice(0, count), lines));
        for (const [index, amount] of lines.entries()) {
          const parts = rows.filter(({ line }) => line === `${index + 1}`).map(({ net }) => net);
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a rate', () => {
  it.each<[string, RoundingMode, bigint, bigint]>([
    ['0.05', 'half-even', 1_000n, 50n],
    ['0.05', 'half-even', 1_010n, 50n],
    ['0.05', 'half-even', 1_030n, 52n],
    ['0.05', 'half-up', 1_010n, 51n],
    ['0.05', 'down', 1_019n, 50n],
    ['0.05', 'up', 1_001n, 51n],
    ['0', 'up', 1_000n, 0n],
    ['1', 'down', 1_000n, 1_000n],
    ['0.0333', 'half-even', 10_000n, 333n],
  ])('of %s, rounded %s, on ¥%s pays ¥%s', (rate, rounding, base, amount) => {
    expect(amountsOf({ plan: paying({ rate }, {}, { rounding }), conversions: [aSale(1, [base])] })).toEqual([amount]);
  });

  it('rounds line by line, once each', () => {
    // Three lines of ¥10 earn ¥0.5 each, which half-even makes nothing; together they would have earned ¥1.5.
    expect(amountsOf({ conversions: [aSale(1, [10n, 10n, 10n])] })).toEqual([0n, 0n, 0n]);
  });

  it('applies to the credited part of the net base', () => {
    expect(amountsOf(aSharedSale(['ptn_1', 'ptn_2'], [10_001n]))).toEqual([250n, 250n]);
  });

  it('shows its value before rounding', () => {
    const [row] = octoberRows({ conversions: [aSale(1, [1_010n])] });
    expect(row?.trace).toMatchObject({ pay: { type: 'rate', rate: '0.05' }, exact: '101/2', roundedMinor: 50n });
  });

  it('follows its line down to nothing', () => {
    const of = { conversions: [aSale(1, [10_000n])] };
    expect(amountsOf({ ...of, reversals: [aReversal({ amountMinor: 2_500n })] })).toEqual([375n]);
    expect(octoberRows({ ...of, reversals: [aReversal({ amountMinor: 10_000n })] })).toMatchObject([
      { amount: 0n, reason: 'fully-reversed' },
    ]);
  });

  it('is exact beyond 2^53', () => {
    expect(amountsOf({ conversions: [aSale(1, [2n ** 60n])] })).toEqual([57_646_075_230_342_349n]);
  });
});

describe('a line without a rule', () => {
  it('stays visible and earns nothing', () => {
    const plan = paying({ rate: '0.05' }, { when: { tier: ['gold'] } });
    expect(octoberRows({ plan, conversions: [aSale(1, [10_000n])] })).toMatchObject([
      { rule: null, net: 10_000n, amount: 0n, reason: 'no-rule' },
    ]);
  });
});

describe('a line that earns nothing', () => {
  const worthNothing = { exact: '0', roundedMinor: 0n, caps: [], amountMinor: 0n };

  it('still says what its rule would have paid', () => {
    const reversals = [aReversal({ amountMinor: 10_000n })];
    const conversions = [aSale(1, [10_000n])];
    const rate = octoberRows({ conversions, reversals })[0]?.trace;
    expect(rate).toEqual({ ...worthNothing, pay: { type: 'rate', rate: '0.05' }, reason: 'fully-reversed' });
    const plan = paying({ flat: yen('500'), per: 'line' });
    const flat = octoberRows({ plan, conversions, reversals })[0]?.trace;
    expect(flat).toEqual({
      ...worthNothing,
      pay: { type: 'flat', flatMinor: 500n, per: 'line', quantity: 1 },
      reason: 'fully-reversed',
    });
  });

  it('says nothing of rules where none pays it', () => {
    const plan = paying({ rate: '0.05' }, { when: { tier: ['gold'] } });
    const [row] = octoberRows({ plan, conversions: [aSale(1, [10_000n])] });
    expect(row?.trace).toEqual({ ...worthNothing, pay: { type: 'none' }, reason: 'no-rule' });
  });
});

describe('a flat amount per conversion', () => {
  const plan = paying({ flat: yen('500'), per: 'conversion' });

  it('is owed once, on the first line', () => {
    expect(octoberRows({ plan, conversions: [aSale(1, [100n, 200n, 300n])] })).toMatchObject([
      { amount: 500n, reason: null },
      { amount: 0n, reason: 'paid-on-earlier-line' },
      { amount: 0n, reason: 'paid-on-earlier-line' },
    ]);
  });

  it('is owed for each conversion', () => {
    expect(amountsOf({ plan, conversions: [aSale(1, [100n]), aSale(2, [100n])] })).toEqual([500n, 500n]);
  });

  it('moves to the first line that is alive', () => {
    const reversals = [aReversal({ lineId: '1', amountMinor: 100n })];
    expect(octoberRows({ plan, conversions: [aSale(1, [100n, 200n])], reversals })).toMatchObject([
      { amount: 0n, reason: 'fully-reversed' },
      { amount: 500n, reason: null },
    ]);
  });

  it('is owed in full while anything is left, and not at all when nothing is', () => {
    const conversions = [aSale(1, [10_000n])];
    expect(amountsOf({ plan, conversions, reversals: [aReversal({ amountMinor: 9_999n })] })).toEqual([500n]);
    expect(amountsOf({ plan, conversions, reversals: [aReversal({ amountMinor: 10_000n })] })).toEqual([0n]);
  });

  it('is owed on the first line that this rule pays', () => {
    const rules = [
      aRule({ id: 'flat', when: { category: ['b'] }, pay: { flat: yen('500'), per: 'conversion' } }),
      aRule({ id: 'rate' }),
    ];
    const conversions = [aSale(1, [{ category: 'a' }, { category: 'b' }, { category: 'b' }])];
    expect(octoberRows({ plan: aPlan({ rules }), conversions }).map(({ rule, amount }) => [rule, amount])).toEqual([
      ['rate', 500n],
      ['flat', 500n],
      ['flat', 0n],
    ]);
  });

  it('is owed for a lead of no amount until a reversal names it', () => {
    const conversions = [aSale(1, [0n], { kind: 'lead' })];
    expect(amountsOf({ plan, conversions })).toEqual([500n]);
    expect(amountsOf({ plan, conversions, reversals: [aReversal({ amountMinor: 0n })] })).toEqual([0n]);
  });
});

describe('a flat amount per line', () => {
  it('is owed on every line that is alive', () => {
    const of = { plan: paying({ flat: yen('50'), per: 'line' }), conversions: [aSale(1, [100n, 200n, 300n])] };
    expect(amountsOf(of)).toEqual([50n, 50n, 50n]);
    expect(amountsOf({ ...of, reversals: [aReversal({ lineId: '2', amountMinor: 200n })] })).toEqual([50n, 0n, 50n]);
  });
});

describe('a flat amount per item', () => {
  const of = {
    plan: paying({ flat: yen('30'), per: 'item' }),
    conversions: [aSale(1, [{ quantity: 4 }, { quantity: 1 }])],
  };

  it('is owed for each item', () => {
    expect(amountsOf(of)).toEqual([120n, 30n]);
  });

  it('is owed for what was not returned', () => {
    expect(amountsOf({ ...of, reversals: [aReversal({ amountMinor: 2_500n, quantity: 1 })] })).toEqual([90n, 30n]);
  });

  it('is owed in full after a refund that returned nothing', () => {
    expect(amountsOf({ ...of, reversals: [aReversal({ amountMinor: 2_500n })] })).toEqual([120n, 30n]);
  });
});

describe('a flat amount of a shared conversion', () => {
  it.each<[RoundingMode, readonly bigint[]]>([
    ['half-even', [33n, 33n, 33n]],
    ['half-up', [33n, 33n, 33n]],
    ['down', [33n, 33n, 33n]],
    ['up', [34n, 34n, 34n]],
  ])('is amount × credit, rounded %s for each partner', (rounding, amounts) => {
    const plan = paying({ flat: yen('100'), per: 'conversion' }, {}, { rounding });
    expect(amountsOf({ ...aSharedSale(['ptn_1', 'ptn_2', 'ptn_3'], [1_000n]), plan })).toEqual(amounts);
  });

  it('is owed to each partner on its own first line', () => {
    const plan = paying({ flat: yen('101'), per: 'conversion' });
    const rows = octoberRows({ ...aSharedSale(['ptn_1', 'ptn_2'], [1_000n, 1_000n]), plan });
    expect(rows.map(({ line, partner, amount }) => [line, partner, amount])).toEqual([
      ['1', 'ptn_1', 50n],
      ['1', 'ptn_2', 50n],
      ['2', 'ptn_1', 0n],
      ['2', 'ptn_2', 0n],
    ]);
  });

  it('counts items times credit', () => {
    const plan = paying({ flat: yen('10'), per: 'item' });
    expect(amountsOf({ ...aSharedSale(['ptn_1', 'ptn_2'], [{ quantity: 3 }]), plan })).toEqual([15n, 15n]);
  });
});

describe('months', () => {
  const sales = [
    aSale(1, [10_000n], { customerId: 'cus_1', occurredAt: NOON }),
    aSale(2, [10_000n], { customerId: 'cus_1', occurredAt: NOON + 1 }),
    aSale(3, [10_000n], { customerId: 'cus_2', occurredAt: NOON + 2 }),
  ];
  const withMonths = (months: number | undefined) => ({
    plan: paying({ rate: '0.05' }, { months }),
    conversions: sales,
  });

  it('of zero pay the first credited conversion of each customer only', () => {
    expect(octoberRows(withMonths(0)).map(({ rule }) => rule)).toEqual(['rule', null, 'rule']);
  });

  it('of more pay later ones too', () => {
    expect(amountsOf(withMonths(1))).toEqual([500n, 500n, 500n]);
  });

  it('that are not named pay for ever', () => {
    expect(amountsOf(withMonths(undefined))).toEqual([500n, 500n, 500n]);
  });

  it('count per partner: the first of another partner does not use them up', () => {
    const [first, second] = sales.map((sale, index) => (index === 1 ? { ...sale, partnerId: 'ptn_2' } : sale));
    const of = { ...withMonths(0), conversions: [first, second].flatMap((sale) => (sale ? [sale] : [])) };
    expect(octoberRows(of).map(({ partner, rule }) => [partner, rule])).toEqual([
      ['ptn_1', 'rule'],
      ['ptn_2', 'rule'],
    ]);
  });

  it('make a customer that nobody names new every time', () => {
    const conversions = sales.map((sale) => ({ ...sale, customerId: null }));
    expect(amountsOf({ ...withMonths(0), conversions })).toEqual([500n, 500n, 500n]);
  });
});

describe('new and returning customers', () => {
  it('are told apart by whether the customer was seen before', () => {
    const plan = aPlan({
      rules: [
        aRule({ id: 'new', when: { customer: ['new'] }, pay: { rate: '0.10' } }),
        aRule({ id: 'returning', when: { customer: ['returning'] }, pay: { rate: '0.01' } }),
      ],
    });
    const conversions = [
      aSale(1, [1_000n], { customerId: 'cus_1' }),
      aSale(2, [1_000n], { customerId: 'cus_1' }),
      aSale(3, [1_000n], { customerId: null }),
    ];
    expect(octoberRows({ plan, conversions }).map(({ rule }) => rule)).toEqual(['new', 'returning', 'new']);
  });
});

describe('the plan version in force', () => {
  const plans = [
    aPlan({ version: 1, effectiveFrom: '2026-01-01' }),
    aPlan({ version: 2, effectiveFrom: '2026-10-15', rules: [aRule({ pay: { rate: '0.10' } })] }),
  ];
  const midnight = Date.parse('2026-10-15T00:00:00+09:00');

  it('is the one at the time of the conversion, from midnight in the zone of the program', () => {
    const conversions = [
      aSale(1, [1_000n], { occurredAt: midnight - 1 }),
      aSale(2, [1_000n], { occurredAt: midnight }),
    ];
    expect(amountsOf({ plans, conversions })).toEqual([50n, 100n]);
  });

  it('is the higher of two that begin on one day', () => {
    const same = plans.map((plan) => ({ ...plan, effectiveFrom: '2026-01-01' }));
    expect(amountsOf({ plans: same.toReversed(), conversions: [aSale(1, [1_000n])] })).toEqual([100n]);
  });

  it('before the first pays nothing, and the conversion is kept', () => {
    const [, second] = plans;
    const conversions = [aSale(1, [1_000n], { occurredAt: midnight - 1 })];
    expect(octoberRows({ plans: second ? [second] : [], conversions })).toMatchObject([
      { amount: 0n, reason: 'no-rule' },
    ]);
  });

  it('decides in the zone of the program', () => {
    const conversions = [aSale(1, [1_000n], { occurredAt: midnight })];
    // Midnight in Tokyo is the afternoon before in London.
    expect(amountsOf({ plans, conversions, program: aProgram({ timezone: 'Europe/London' }) })).toEqual([50n]);
  });
});

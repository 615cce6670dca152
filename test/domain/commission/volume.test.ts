import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step, Volume } from '../../../domain/commission/plan.ts';
import { aReversal, at } from '../../support/build.ts';
import { amountsOf, aSale, aSharedSale, octoberRows, paying, yen } from './october.ts';

const steps: readonly Step[] = [
  { from: '0', rate: '0.04' },
  { from: '1000', rate: '0.06' },
  { from: '5000', rate: '0.10' },
];

const volume = (change: Partial<Volume>) =>
  paying({ volume: { metric: 'base', window: 'month', mode: 'marginal', steps, ...change } });

/** What sales of these amounts, one after the other, earn. */
const earned = (amounts: readonly bigint[], change: Partial<Volume> = {}) =>
  amountsOf({ plan: volume(change), conversions: amounts.map((amount, index) => aSale(index + 1, [amount])) });

describe('a marginal rate by base', () => {
  it.each<[string, readonly bigint[], readonly bigint[]]>([
    ['below the second step earns the first rate', [999n], [40n]],
    ['up to the very step earns the first rate', [1_000n], [40n]],
    ['beyond it earns the second rate on what is beyond', [2_000n], [100n]],
    ['is cut at every step it passes', [6_000n], [380n]],
    ['goes on where the last sale ended', [600n, 600n], [24n, 28n]],
    ['starts the next step exactly at its threshold', [1_000n, 100n], [40n, 6n]],
    ['adds its stretches up before the one rounding', [1_001n], [40n]],
  ])('%s', (_, amounts, expected) => {
    expect(earned(amounts)).toEqual(expected);
  });

  it('shows each stretch with its rate', () => {
    const conversions = [aSale(1, [600n]), aSale(2, [5_000n])];
    const [, second] = octoberRows({ plan: volume({}), conversions });
    expect(second?.trace.pay).toEqual({
      type: 'volume',
      metric: 'base',
      mode: 'marginal',
      window: '2026-10',
      beforeMinor: 600n,
      afterMinor: 5_600n,
      stretches: [
        { from: '0', unitsMinor: 400n, rate: '0.04' },
        { from: '1000', unitsMinor: 4_000n, rate: '0.06' },
        { from: '5000', unitsMinor: 600n, rate: '0.10' },
      ],
    });
    expect(second?.trace.exact).toBe('316');
  });

  it('shows one stretch where a sale lies inside one step, and none of the steps before', () => {
    const conversions = [aSale(1, [1_000n]), aSale(2, [1_000n])];
    const [, second] = octoberRows({ plan: volume({}), conversions });
    expect(second?.trace.pay).toMatchObject({
      beforeMinor: 1_000n,
      afterMinor: 2_000n,
      stretches: [{ from: '1000', unitsMinor: 1_000n, rate: '0.06' }],
    });
  });

  it('shows no step that a sale reaches and does not enter', () => {
    const [only] = octoberRows({ plan: volume({}), conversions: [aSale(1, [1_000n])] });
    expect(only?.trace.pay).toMatchObject({ stretches: [{ from: '0', unitsMinor: 1_000n, rate: '0.04' }] });
  });

  it('pays nothing below a first step that does not start at nothing', () => {
    expect(earned([600n, 600n], { steps: [{ from: '1000', rate: '0.10' }] })).toEqual([0n, 20n]);
  });

  it('runs on net bases: what was refunded does not climb', () => {
    const conversions = [aSale(1, [1_000n]), aSale(2, [1_000n])];
    const reversals = [aReversal({ conversionId: 'cnv_1', amountMinor: 500n })];
    expect(amountsOf({ plan: volume({}), conversions, reversals })).toEqual([20n, 50n]);
  });

  it('runs line by line within a conversion', () => {
    expect(amountsOf({ plan: volume({}), conversions: [aSale(1, [600n, 600n, 600n])] })).toEqual([24n, 28n, 36n]);
  });

  it('runs in the order of time, whatever order the facts come in', () => {
    const conversions = [aSale(2, [600n]), aSale(1, [1_000n])];
    expect(
      octoberRows({ plan: volume({}), conversions }).map(({ conversion, amount }) => [conversion, amount]),
    ).toEqual([
      ['cnv_1', 40n],
      ['cnv_2', 36n],
    ]);
  });

  it('runs in the order of ids at one instant', () => {
    const occurredAt = aSale(1, []).occurredAt;
    const conversions = [aSale(2, [600n], { occurredAt }), aSale(1, [1_000n], { occurredAt })];
    expect(octoberRows({ plan: volume({}), conversions }).map(({ conversion }) => conversion)).toEqual([
      'cnv_1',
      'cnv_2',
    ]);
  });

  it('runs for each partner alone', () => {
    const conversions = [aSale(1, [1_000n]), aSale(2, [1_000n], { partnerId: 'ptn_2' })];
    expect(amountsOf({ plan: volume({}), conversions })).toEqual([40n, 40n]);
  });

  it('runs on the credited part of a shared sale', () => {
    expect(amountsOf({ ...aSharedSale(['ptn_1', 'ptn_2'], [2_000n]), plan: volume({}) })).toEqual([40n, 40n]);
  });

  it('earns for a whole what its parts earn, however a sale is cut', () => {
    const amount = fc.bigInt({ min: 1n, max: 5_000n });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 6 }), (amounts) => {
        const exact = (parts: readonly bigint[]) => {
          const conversions = parts.map((part, index) => aSale(index + 1, [part]));
          const rows = octoberRows({ plan: volume({}), conversions });
          // The rates have two decimals, so each exact value is a whole number of hundredths.
          return rows.reduce((sum, { trace }) => sum + hundredths(trace.exact), 0n);
        };
        const whole = amounts.reduce((sum, each) => sum + each, 0n);
        expect(exact(amounts)).toBe(exact([whole]));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a retroactive rate by base', () => {
  const mode = 'retroactive' as const;

  it.each<[string, readonly bigint[], readonly bigint[]]>([
    ['below the second step pays the first rate', [999n], [40n]],
    ['at the very step pays the second rate', [1_000n], [60n]],
    ['pays every sale of the window the rate that the total reached', [400n, 600n], [24n, 36n]],
    ['reaches the highest step', [1_000n, 4_000n], [100n, 400n]],
  ])('%s', (_, amounts, expected) => {
    expect(earned(amounts, { mode })).toEqual(expected);
  });

  it('falls back when refunds take the total below the step', () => {
    const of = { plan: volume({ mode }), conversions: [aSale(1, [400n]), aSale(2, [600n])] };
    const reversals = [aReversal({ conversionId: 'cnv_2', amountMinor: 1n })];
    expect(amountsOf({ ...of, reversals })).toEqual([16n, 24n]);
  });

  it('pays nothing below the first step', () => {
    expect(earned([999n], { mode, steps: [{ from: '1000', rate: '0.10' }] })).toEqual([0n]);
  });

  it('shows the total of the window', () => {
    const conversions = [aSale(1, [400n]), aSale(2, [600n])];
    const [first] = octoberRows({ plan: volume({ mode }), conversions });
    expect(first?.trace.pay).toMatchObject({
      beforeMinor: 0n,
      afterMinor: 1_000n,
      stretches: [{ from: '1000', unitsMinor: 400n, rate: '0.06' }],
    });
  });
});

describe('a rate by the number of conversions', () => {
  const counted = {
    metric: 'conversions',
    steps: [
      { from: '0', rate: '0.01' },
      { from: '2', rate: '0.10' },
    ],
  } as const;

  it('marginal: the n-th conversion covers the stretch from n − 1 to n', () => {
    expect(earned([1_000n, 1_000n, 1_000n], counted)).toEqual([10n, 10n, 100n]);
  });

  it('retroactive: all earn what the count reached', () => {
    expect(earned([1_000n], { ...counted, mode: 'retroactive' })).toEqual([10n]);
    expect(earned([1_000n, 1_000n], { ...counted, mode: 'retroactive' })).toEqual([100n, 100n]);
  });

  it('counts a conversion of several lines once, and each line earns on its own base', () => {
    const conversions = [aSale(1, [1_000n, 1_000n]), aSale(2, [1_000n]), aSale(3, [1_000n, 500n])];
    expect(amountsOf({ plan: volume(counted), conversions })).toEqual([10n, 10n, 10n, 100n, 50n]);
  });

  it('counts a conversion once, however many items it has', () => {
    const conversions = [1, 2].map((index) => aSale(index, [{ amountMinor: 1_000n, quantity: 5 }]));
    const plan = volume({
      metric: 'conversions',
      steps: [
        { from: '0', rate: '0.04' },
        { from: '1', rate: '0.06' },
      ],
    });
    expect(amountsOf({ plan, conversions })).toEqual([40n, 60n]);
  });

  it('does not count a conversion without a live line', () => {
    const conversions = [aSale(1, [1_000n]), aSale(2, [1_000n]), aSale(3, [1_000n])];
    const reversals = [aReversal({ conversionId: 'cnv_1', amountMinor: 1_000n })];
    expect(amountsOf({ plan: volume(counted), conversions, reversals })).toEqual([0n, 10n, 10n]);
  });

  it('counts a conversion whose first line is dead by its living one', () => {
    const conversions = [aSale(1, [1_000n, 1_000n]), aSale(2, [1_000n]), aSale(3, [1_000n])];
    const reversals = [aReversal({ conversionId: 'cnv_1', lineId: '1', amountMinor: 1_000n })];
    expect(amountsOf({ plan: volume(counted), conversions, reversals })).toEqual([0n, 10n, 10n, 100n]);
  });

  it('counts a shared conversion whole for each partner, whatever its credit', () => {
    const sale = aSharedSale(['ptn_1', 'ptn_2'], [1_000n]);
    const conversions = [
      aSale(0, [1_000n]),
      aSale(0, [1_000n], { conversionId: 'cnv_00' }),
      ...(sale.conversions ?? []),
    ];
    const rows = octoberRows({ ...sale, conversions, plan: volume(counted) });
    expect(
      rows.filter(({ conversion }) => conversion === 'cnv_1').map(({ partner, amount }) => [partner, amount]),
    ).toEqual([
      ['ptn_1', 50n],
      ['ptn_2', 5n],
    ]);
  });
});

describe('a flat amount by the number of conversions', () => {
  const counted = {
    metric: 'conversions',
    steps: [
      { from: '0', flat: yen('100') },
      { from: '2', flat: yen('300') },
    ],
  } as const;

  it('marginal: the n-th conversion earns the amount of its step, once', () => {
    const conversions = [aSale(1, [10n, 10n]), aSale(2, [10n]), aSale(3, [10n, 10n])];
    expect(octoberRows({ plan: volume(counted), conversions }).map(({ amount, reason }) => [amount, reason])).toEqual([
      [100n, null],
      [0n, 'paid-on-earlier-line'],
      [100n, null],
      [300n, null],
      [0n, 'paid-on-earlier-line'],
    ]);
  });

  it('retroactive: each earns the amount that the count reached', () => {
    expect(earned([10n, 10n], { ...counted, mode: 'retroactive' })).toEqual([300n, 300n]);
    expect(earned([10n], { ...counted, mode: 'retroactive' })).toEqual([100n]);
  });

  it('is shared by credit', () => {
    expect(amountsOf({ ...aSharedSale(['ptn_1', 'ptn_2'], [10n]), plan: volume(counted) })).toEqual([50n, 50n]);
    const unequal = aSharedSale(['ptn_1', 'ptn_2', 'ptn_1', 'ptn_1'], [10n]);
    expect(amountsOf({ ...unequal, plan: volume(counted) })).toEqual([75n, 25n]);
  });
});

describe('a rate by the number of items', () => {
  const items = {
    metric: 'items',
    steps: [
      { from: '0', rate: '0.01' },
      { from: '10', rate: '0.10' },
    ],
  } as const;
  const of = (...quantities: readonly number[]) =>
    quantities.map((quantity, index) => aSale(index + 1, [{ quantity, amountMinor: 1_000n }]));

  it('marginal: the items beyond the step earn its rate on their part of the line', () => {
    // The second line brings the 9th to the 12th item: half of its base earns 1 %, half 10 %.
    expect(amountsOf({ plan: volume(items), conversions: of(8, 4) })).toEqual([10n, 55n]);
  });

  it('marginal: up to the very step earns the first rate', () => {
    expect(amountsOf({ plan: volume(items), conversions: of(10, 1) })).toEqual([10n, 100n]);
  });

  it('retroactive: every line earns the rate that the items reached', () => {
    expect(amountsOf({ plan: volume({ ...items, mode: 'retroactive' }), conversions: of(8, 2) })).toEqual([100n, 100n]);
    expect(amountsOf({ plan: volume({ ...items, mode: 'retroactive' }), conversions: of(8, 1) })).toEqual([10n, 10n]);
  });

  it('counts what was not returned', () => {
    const reversals = [aReversal({ conversionId: 'cnv_1', amountMinor: 0n, quantity: 4 })];
    expect(amountsOf({ plan: volume(items), conversions: of(8, 6), reversals })).toEqual([10n, 10n]);
  });

  it('retroactive: a line whose items came back but not its money earns its rate all the same', () => {
    const reversals = [aReversal({ conversionId: 'cnv_1', amountMinor: 500n, quantity: 1 })];
    const plan = volume({ ...items, mode: 'retroactive' });
    expect(amountsOf({ plan, conversions: of(1, 10), reversals })).toEqual([50n, 100n]);
  });
});

describe('the window of a volume rule', () => {
  const inJapan = (text: string) => at(`${text}+09:00`);

  it('is the month of the zone of the program', () => {
    const rows = octoberRows({
      plan: volume({}),
      conversions: [aSale(1, [1_000n], { occurredAt: inJapan('2026-10-01T00:00:00') })],
    });
    expect(rows[0]?.trace.pay).toMatchObject({ window: '2026-10' });
  });

  it.each([
    ['month', '2026-10'],
    ['quarter', '2026-Q4'],
    ['year', '2026'],
    ['lifetime', 'lifetime'],
  ] as const)('%s is %s', (window, expected) => {
    const [row] = octoberRows({ plan: volume({ window }), conversions: [aSale(1, [1n])] });
    expect(row?.trace.pay).toMatchObject({ window: expected });
  });
});

/** `"301/5"` → 6020. */
function hundredths(exact: string): bigint {
  const [numerator, denominator = '1'] = exact.split('/');
  return (BigInt(numerator ?? 0) * 100n) / BigInt(denominator);
}

import { describe, expect, it } from 'vitest';
import type { PayTrace } from '../../../domain/commission/pay-trace.ts';
import type { Plan } from '../../../domain/commission/plan.ts';
import { aPlan, aReversal, aRule } from '../../support/build.ts';
import type { OctoberCase } from './october.ts';
import { aSale, aSharedSale, octoberRows, paying, yen } from './october.ts';

/** How each line of a case came about. */
const traces = (of: OctoberCase): readonly PayTrace[] => octoberRows(of).map(({ trace }) => trace);

const reversed = [aReversal({ amountMinor: 1_000n })];
const sold = [aSale(1, [1_000n])];
const counting = (steps: readonly ({ from: string } & ({ rate: string } | { flat: ReturnType<typeof yen> }))[]): Plan =>
  paying({ volume: { metric: 'conversions', window: 'month', mode: 'marginal', steps } });

describe('how an amount came about', () => {
  it('is, by a rate, the rate and the value before the rounding', () => {
    expect(traces({ plan: paying({ rate: '0.125' }), conversions: [aSale(1, [333n])] })).toEqual([
      {
        pay: { type: 'rate', rate: '0.125' },
        exact: '333/8',
        roundedMinor: 42n,
        caps: [],
        amountMinor: 42n,
        reason: null,
      },
    ]);
  });

  it('is, without a rule, nothing', () => {
    expect(traces({ plan: aPlan({ rules: [] }), conversions: sold })).toEqual([
      { pay: { type: 'none' }, exact: '0', roundedMinor: 0n, caps: [], amountMinor: 0n, reason: 'no-rule' },
    ]);
  });

  it.each([
    ['item', 3, '231', 231n],
    ['line', 1, '77', 77n],
    ['conversion', 1, '77', 77n],
  ] as const)('is, by a flat amount per %s, that amount %i times', (per, quantity, exact, amountMinor) => {
    const plan = paying({ flat: yen('77'), per });
    expect(traces({ plan, conversions: [aSale(1, [{ quantity: 3 }])] })).toMatchObject([
      { pay: { type: 'flat', flatMinor: 77n, per, quantity }, exact, amountMinor },
    ]);
  });

  it('is, of a shared flat amount, the credited part', () => {
    const plan = paying({ flat: yen('77'), per: 'line' });
    expect(traces({ ...aSharedSale(['ptn_1', 'ptn_2'], [10n]), plan }).map(({ exact }) => exact)).toEqual([
      '77/2',
      '77/2',
    ]);
  });

  it('is, of a share, the whole with the part of each partner', () => {
    const among = [
      { partner: 'ptn_2', weight: '2' },
      { partner: 'ptn_3', weight: '1' },
    ];
    const plan = aPlan({ rules: [], shares: [{ id: 's', rate: '0.25', among, when: {} }] });
    const conversions = [aSale(1, [1_002n], { partnerId: null })];
    expect(traces({ plan, conversions })).toMatchObject([
      { pay: { type: 'share', rate: '0.25', wholeMinor: 250n, part: '2/3' }, exact: '501/2', amountMinor: 167n },
      { pay: { type: 'share', rate: '0.25', wholeMinor: 250n, part: '1/3' }, exact: '501/2', amountMinor: 83n },
    ]);
  });

  it('is, of what was fully reversed, the rule that would have paid, and nothing', () => {
    expect(traces({ plan: paying({ rate: '0.1' }), conversions: sold, reversals: reversed })).toMatchObject([
      { pay: { type: 'rate', rate: '0.1' }, exact: '0', amountMinor: 0n, reason: 'fully-reversed' },
    ]);
    const plan = paying({ flat: yen('77'), per: 'line' });
    expect(traces({ plan, conversions: sold, reversals: reversed })).toMatchObject([
      { pay: { type: 'flat', flatMinor: 77n }, exact: '0', reason: 'fully-reversed' },
    ]);
  });

  it('is, of what was fully reversed under a volume rule, no step', () => {
    expect(
      traces({ plan: counting([{ from: '0', rate: '0.1' }]), conversions: sold, reversals: reversed }),
    ).toMatchObject([{ pay: { type: 'none' }, exact: '0', reason: 'fully-reversed' }]);
  });

  it('is, of a later line of a conversion that is paid once, nothing more', () => {
    const [first, second] = traces({
      plan: counting([{ from: '0', flat: yen('50') }]),
      conversions: [aSale(1, [10n, 10n])],
    });
    expect(first).toMatchObject({
      pay: {
        type: 'volume',
        beforeMinor: 0n,
        afterMinor: 1n,
        stretches: [{ from: '0', unitsMinor: 1n, flatMinor: 50n }],
      },
      exact: '50',
    });
    expect(second).toMatchObject({ pay: { type: 'none' }, exact: '0', reason: 'paid-on-earlier-line' });
  });

  it('is, of a later line of a conversion with a flat amount, that amount and nothing', () => {
    const plan = paying({ flat: yen('50'), per: 'conversion' });
    const [, second] = traces({ plan, conversions: [aSale(1, [10n, 10n])] });
    expect(second).toMatchObject({ pay: { type: 'flat', flatMinor: 50n }, exact: '0', reason: 'paid-on-earlier-line' });
  });

  it('is, of what a cap cut to nothing, still its value', () => {
    const plan = aPlan({
      rules: [aRule({ id: 'rule', pay: { rate: '0.1' }, cap: { amount: '0', per: 'partner-period' } })],
    });
    expect(traces({ plan, conversions: sold })).toMatchObject([
      { pay: { type: 'rate' }, exact: '100', roundedMinor: 100n, caps: [{ cutMinor: 100n }], amountMinor: 0n },
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Share } from '../../../domain/commission/plan.ts';
import { aPlan, aReversal } from '../../support/build.ts';
import { aSale, octoberRows } from './october.ts';

const label: Share = {
  id: 'label',
  rate: '0.30',
  among: [
    { partner: 'ptn_2', weight: '2' },
    { partner: 'ptn_3', weight: '1' },
  ],
  when: {},
};

const plan = (change: Partial<Share> = {}) => aPlan({ shares: [{ ...label, ...change }] });

const rows = (of: Parameters<typeof octoberRows>[0]) =>
  octoberRows({ plan: plan(), ...of }).map(({ partner, rule, amount }) => [partner, rule, amount]);

describe('a revenue share', () => {
  it('is paid beside the rules, on the whole net base of the line', () => {
    expect(rows({ conversions: [aSale(1, [10_000n])] })).toEqual([
      ['ptn_1', 'base', 500n],
      ['ptn_2', 'label', 2_000n],
      ['ptn_3', 'label', 1_000n],
    ]);
  });

  it('is paid when nobody is credited, too', () => {
    expect(rows({ conversions: [aSale(1, [10_000n], { partnerId: null })] })).toEqual([
      ['ptn_2', 'label', 2_000n],
      ['ptn_3', 'label', 1_000n],
    ]);
  });

  it('is rounded once as a whole, and split to the last yen', () => {
    // 30 % of ¥335 is ¥100.5, half-even ¥100: ¥67 and ¥33.
    expect(rows({ conversions: [aSale(1, [335n], { partnerId: null })] })).toEqual([
      ['ptn_2', 'label', 67n],
      ['ptn_3', 'label', 33n],
    ]);
  });

  it('takes weights with decimals', () => {
    const among = [
      { partner: 'ptn_2', weight: '0.75' },
      { partner: 'ptn_3', weight: '0.5' },
    ];
    const of = { plan: plan({ among }), conversions: [aSale(1, [1_000n], { partnerId: null })] };
    expect(rows(of)).toEqual([
      ['ptn_2', 'label', 180n],
      ['ptn_3', 'label', 120n],
    ]);
  });

  it('is only of the lines that it names', () => {
    const conversions = [aSale(1, [{ productId: 'song' }, { productId: 'shirt' }], { partnerId: null })];
    const found = octoberRows({ plan: plan({ when: { product: ['song'] } }), conversions });
    expect(found.map(({ line, partner }) => [line, partner])).toEqual([
      ['1', 'ptn_2'],
      ['1', 'ptn_3'],
    ]);
  });

  it('shrinks with refunds and ends with the line', () => {
    const conversions = [aSale(1, [10_000n], { partnerId: null })];
    expect(
      rows({ conversions, reversals: [aReversal({ amountMinor: 5_000n })] }).map(([, , amount]) => amount),
    ).toEqual([1_000n, 500n]);
    expect(
      rows({ conversions, reversals: [aReversal({ amountMinor: 10_000n })] }).map(([, , amount]) => amount),
    ).toEqual([0n, 0n]);
    const gone = octoberRows({ plan: plan(), conversions, reversals: [aReversal({ amountMinor: 10_000n })] });
    expect(gone.map(({ reason }) => reason)).toEqual(['fully-reversed', 'fully-reversed']);
  });

  it('always gives out its whole', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), (amount) => {
        const shared = octoberRows({
          plan: plan({ rate: '1' }),
          conversions: [aSale(1, [amount], { partnerId: null })],
        });
        expect(shared.reduce((sum, row) => sum + row.amount, 0n)).toBe(amount);
      }),
      { numRuns: 50 },
    );
  });
});

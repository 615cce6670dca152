import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cap } from '../../../domain/commission/plan.ts';
import { aPlan, aReversal, aRule, NOON } from '../../support/build.ts';
import { amountsOf, aSale, aSharedSale, closeOctober, octoberRows, paying } from './october.ts';

const capped = (amount: string, per: Cap['per']) => paying({ rate: '0.10' }, { cap: { amount, per } });

describe('a cap per conversion', () => {
  const plan = capped('250', 'conversion');

  it('cuts the line that crosses it, and later lines are nothing, visibly', () => {
    expect(octoberRows({ plan, conversions: [aSale(1, [1_000n, 2_000n, 3_000n])] })).toMatchObject([
      { amount: 100n, reason: null },
      { amount: 150n, reason: null },
      { amount: 0n, reason: 'capped' },
    ]);
  });

  it('begins anew with each conversion', () => {
    expect(amountsOf({ plan, conversions: [aSale(1, [5_000n]), aSale(2, [5_000n])] })).toEqual([250n, 250n]);
  });

  it('begins anew with each conversion of a customer, too', () => {
    const conversions = [1, 2].map((index) => aSale(index, [5_000n], { customerId: 'cus_1' }));
    expect(amountsOf({ plan, conversions })).toEqual([250n, 250n]);
  });

  it('leaves an amount alone that just reaches it', () => {
    const [row] = octoberRows({ plan, conversions: [aSale(1, [2_500n])] });
    expect(row).toMatchObject({ amount: 250n, reason: null });
    expect(row?.trace.caps).toEqual([{ per: 'conversion', limitMinor: 250n, usedBeforeMinor: 0n, cutMinor: 0n }]);
  });

  it('shows how far it was used and what it cut', () => {
    const [, second] = octoberRows({ plan, conversions: [aSale(1, [1_000n, 2_000n])] });
    expect(second?.trace).toMatchObject({
      roundedMinor: 200n,
      caps: [{ per: 'conversion', limitMinor: 250n, usedBeforeMinor: 100n, cutMinor: 50n }],
      amountMinor: 150n,
    });
  });

  it('is one whole for all its partners, allocated by credit', () => {
    const of = { ...aSharedSale(['ptn_2', 'ptn_1', 'ptn_3'], [90_000n]), plan: capped('100', 'conversion') };
    expect(octoberRows(of).map(({ partner, amount }) => [partner, amount])).toEqual([
      ['ptn_2', 34n],
      ['ptn_1', 33n],
      ['ptn_3', 33n],
    ]);
  });

  it('gives the room of one partner to no other', () => {
    const rules = [
      aRule({ id: 'rule', when: {}, pay: { rate: '0.10' }, cap: { amount: '100', per: 'conversion' } }),
      aRule({ id: 'none', when: { partner: ['ptn_2'] }, pay: { rate: '0' } }),
    ];
    const of = { ...aSharedSale(['ptn_1', 'ptn_2'], [10_000n]), plan: aPlan({ rules }) };
    expect(amountsOf(of)).toEqual([50n, 0n]);
  });

  it('has its room back when a line is reversed', () => {
    const conversions = [aSale(1, [1_000n, 2_000n, 3_000n])];
    const reversals = [aReversal({ lineId: '1', amountMinor: 1_000n })];
    expect(amountsOf({ plan, conversions, reversals })).toEqual([0n, 200n, 50n]);
  });

  it('is per rule: what another rule pays does not count', () => {
    const rules = [
      aRule({
        id: 'capped',
        when: { category: ['a'] },
        pay: { rate: '0.10' },
        cap: { amount: '50', per: 'conversion' },
      }),
      aRule({ id: 'free', when: {}, pay: { rate: '0.10' } }),
    ];
    const conversions = [aSale(1, [{ category: 'a' }, { category: 'b' }])];
    expect(amountsOf({ plan: aPlan({ rules }), conversions })).toEqual([50n, 1_000n]);
  });

  it('holds for a rule that pays a flat amount, too', () => {
    const plan = paying(
      { flat: { amount: '100', currency: 'JPY' }, per: 'item' },
      { cap: { amount: '250', per: 'conversion' } },
    );
    expect(amountsOf({ plan, conversions: [aSale(1, [{ quantity: 2 }, { quantity: 2 }])] })).toEqual([200n, 50n]);
  });
});

describe('a cap per customer', () => {
  const plan = capped('150', 'customer');

  it('is reached over all conversions of the customer', () => {
    const conversions = [
      aSale(1, [1_000n], { customerId: 'cus_1' }),
      aSale(2, [1_000n], { customerId: 'cus_2' }),
      aSale(3, [1_000n], { customerId: 'cus_1' }),
      aSale(4, [1_000n], { customerId: 'cus_1' }),
    ];
    expect(octoberRows({ plan, conversions }).map(({ amount, reason }) => [amount, reason])).toEqual([
      [100n, null],
      [100n, null],
      [50n, null],
      [0n, 'capped'],
    ]);
  });

  it('is for each partner and customer', () => {
    const conversions = ['ptn_1', 'ptn_2'].map((partnerId, index) =>
      aSale(index, [2_000n], { customerId: 'cus_1', partnerId }),
    );
    expect(amountsOf({ plan, conversions })).toEqual([150n, 150n]);
  });

  it('is whole for each partner of a shared sale', () => {
    const sale = aSharedSale(['ptn_1', 'ptn_2'], [4_000n], { customerId: 'cus_1' });
    expect(amountsOf({ ...sale, plan })).toEqual([150n, 150n]);
  });

  it('takes a conversion without a customer for a customer of its own', () => {
    expect(amountsOf({ plan, conversions: [aSale(1, [1_000n, 1_000n]), aSale(2, [1_000n, 1_000n])] })).toEqual([
      100n,
      50n,
      100n,
      50n,
    ]);
  });
});

describe('a cap per partner and period', () => {
  const plan = capped('250', 'partner-period');

  it('is reached in the middle of an order', () => {
    const conversions = [aSale(1, [1_000n, 1_000n]), aSale(2, [1_000n, 1_000n]), aSale(3, [1_000n])];
    expect(octoberRows({ plan, conversions }).map(({ amount, reason }) => [amount, reason])).toEqual([
      [100n, null],
      [100n, null],
      [50n, null],
      [0n, 'capped'],
      [0n, 'capped'],
    ]);
  });

  it('is reached in the order of time, whatever order the facts come in', () => {
    const rows = octoberRows({ plan, conversions: [aSale(2, [2_000n]), aSale(1, [2_000n])] });
    expect(rows.map(({ conversion, amount }) => [conversion, amount])).toEqual([
      ['cnv_1', 200n],
      ['cnv_2', 50n],
    ]);
  });

  it('is for each partner', () => {
    const conversions = [aSale(1, [5_000n]), aSale(2, [5_000n], { partnerId: 'ptn_2' })];
    expect(amountsOf({ plan, conversions })).toEqual([250n, 250n]);
  });

  it('has its room back when an earlier sale is refunded inside the period', () => {
    const conversions = [aSale(1, [2_000n]), aSale(2, [2_000n])];
    const reversals = [aReversal({ conversionId: 'cnv_1', amountMinor: 2_000n })];
    expect(amountsOf({ plan, conversions, reversals })).toEqual([0n, 200n]);
  });

  it('cuts rounded amounts', () => {
    // ¥10.5 each, rounded to ¥10 twice; ¥5 are left for the third.
    const conversions = [1, 2, 3].map((index) => aSale(index, [105n]));
    expect(amountsOf({ plan: capped('25', 'partner-period'), conversions })).toEqual([10n, 10n, 5n]);
  });

  it('calls a line capped that loses its only yen, and no line that earns nothing anyway', () => {
    const conversions = [aSale(1, [2_500n]), aSale(2, [10n]), aSale(3, [0n])];
    expect(octoberRows({ plan, conversions }).map(({ amount, reason }) => [amount, reason])).toEqual([
      [250n, null],
      [0n, 'capped'],
      [0n, null],
    ]);
  });

  it('of nothing pays nothing', () => {
    expect(octoberRows({ plan: capped('0', 'partner-period'), conversions: [aSale(1, [1_000n])] })).toMatchObject([
      { amount: 0n, reason: 'capped' },
    ]);
  });
});

describe('a cap per program and period', () => {
  const plan = capped('250', 'program-period');

  it('is shared by all partners, first come, first served', () => {
    const conversions = [
      aSale(1, [1_000n], { partnerId: 'ptn_2' }),
      aSale(2, [1_000n], { partnerId: 'ptn_1' }),
      aSale(3, [1_000n], { partnerId: 'ptn_3' }),
      aSale(4, [1_000n], { partnerId: 'ptn_1' }),
    ];
    expect(octoberRows({ plan, conversions }).map(({ partner, amount, reason }) => [partner, amount, reason])).toEqual([
      ['ptn_2', 100n, null],
      ['ptn_1', 100n, null],
      ['ptn_3', 50n, null],
      ['ptn_1', 0n, 'capped'],
    ]);
  });

  it('is shared within a shared sale in the order of its partners', () => {
    expect(
      octoberRows({ ...aSharedSale(['ptn_3', 'ptn_1'], [4_000n]), plan }).map((row) => [row.partner, row.amount]),
    ).toEqual([
      ['ptn_3', 200n],
      ['ptn_1', 50n],
    ]);
  });

  it('shows how far it was used and what it cut', () => {
    const conversions = [aSale(1, [2_000n]), aSale(2, [1_000n], { partnerId: 'ptn_2' })];
    const [, second] = octoberRows({ plan, conversions });
    expect(second?.trace.caps).toEqual([
      { per: 'program-period', limitMinor: 250n, usedBeforeMinor: 200n, cutMinor: 50n },
    ]);
  });

  it('calls a line capped that loses its only yen, and no line that earns nothing anyway', () => {
    const conversions = [aSale(1, [2_500n]), aSale(2, [10n]), aSale(3, [0n])];
    expect(octoberRows({ plan, conversions }).map(({ amount, reason }) => [amount, reason])).toEqual([
      [250n, null],
      [0n, 'capped'],
      [0n, null],
    ]);
  });

  it('cuts one line as it cuts many, and shows from what', () => {
    const [only] = octoberRows({ plan, conversions: [aSale(1, [5_000n])] });
    expect(only?.trace).toMatchObject({
      roundedMinor: 500n,
      caps: [{ per: 'program-period', limitMinor: 250n, usedBeforeMinor: 0n, cutMinor: 250n }],
      amountMinor: 250n,
    });
  });

  it('is shown of every line that it might have cut, also of one that earns nothing', () => {
    const [, second] = octoberRows({ plan, conversions: [aSale(1, [1_000n]), aSale(2, [0n])] });
    expect(second?.trace.caps).toEqual([
      { per: 'program-period', limitMinor: 250n, usedBeforeMinor: 100n, cutMinor: 0n },
    ]);
  });

  it('leaves to the next closes what it paid, and shows what it cut an amount from', () => {
    const { carry } = closeOctober({ plan, conversions: [aSale(1, [2_000n]), aSale(2, [1_000n])] });
    expect(carry.windows).toEqual(new Map([['rule|2026-10', { metricMinor: 0n, capUsedMinor: 250n }]]));
    const [, second] = octoberRows({ plan, conversions: [aSale(1, [2_000n]), aSale(2, [1_000n])] });
    expect(second?.trace).toMatchObject({ roundedMinor: 100n, amountMinor: 50n });
  });

  it('does not pay a line that is fully reversed', () => {
    const conversions = [aSale(1, [5_000n]), aSale(2, [1_000n], { partnerId: 'ptn_2' })];
    const reversals = [aReversal({ conversionId: 'cnv_1', amountMinor: 5_000n })];
    expect(octoberRows({ plan, conversions, reversals })).toMatchObject([
      { amount: 0n, reason: 'fully-reversed' },
      { amount: 100n, reason: null },
    ]);
  });
});

describe('whatever the cap', () => {
  const per = fc.constantFrom<Cap['per']>('conversion', 'customer', 'partner-period', 'program-period');
  const sale = fc.record({
    amounts: fc.array(fc.bigInt({ min: 0n, max: 20_000n }), { minLength: 1, maxLength: 4 }),
    partnerId: fc.constantFrom('ptn_1', 'ptn_2'),
    customerId: fc.constantFrom('cus_1', 'cus_2', null),
  });

  it('a line never earns more than without it, and the sums of its scope never exceed it', () => {
    fc.assert(
      fc.property(
        per,
        fc.array(sale, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 3_000 }),
        (scope, sales, limit) => {
          const conversions = sales.map(({ amounts, ...rest }, index) =>
            aSale(index, amounts, { ...rest, occurredAt: NOON + index }),
          );
          const rows = octoberRows({ plan: capped(`${limit}`, scope), conversions });
          const free = amountsOf({ plan: paying({ rate: '0.10' }), conversions });
          const sums = new Map<string, bigint>();
          for (const [index, row] of rows.entries()) {
            expect(row.amount <= (free[index] ?? 0n) && row.amount >= 0n).toBe(true);
            const customer = conversions.find(({ conversionId }) => conversionId === row.conversion)?.customerId;
            const key = {
              conversion: row.conversion,
              customer: `${row.partner} ${customer ?? row.conversion}`,
              'partner-period': row.partner,
              'program-period': '',
            }[scope];
            sums.set(key, (sums.get(key) ?? 0n) + row.amount);
          }
          for (const sum of sums.values()) expect(sum <= BigInt(limit)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

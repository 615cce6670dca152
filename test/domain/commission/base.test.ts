import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseOf, lineBases } from '../../../domain/commission/base.ts';
import type { Plan } from '../../../domain/commission/plan.ts';
import type { RoundingMode } from '../../../domain/money/round.ts';
import type { ConversionLine } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import { aConversion, aLine, aPlan, aReversal } from '../../support/build.ts';

const plain = aPlan();

/** Lines by their ids `1`, `2`, … after reversals given in their order. */
function basesOf(
  lines: readonly Partial<ConversionLine>[],
  reversals: readonly Partial<Reversal>[],
  plan: Plan = plain,
) {
  const conversion = aConversion({ lines: lines.map((line, index) => aLine({ lineId: `${index + 1}`, ...line })) });
  const facts = reversals.map((reversal, index) => aReversal({ reversalId: `rev_${index + 1}`, ...reversal }));
  return lineBases(conversion, facts, plan, null);
}

const netBases = (...args: Parameters<typeof basesOf>) =>
  basesOf(...args).lines.map(({ netBaseMinor }) => netBaseMinor);

describe('the base of a line', () => {
  const line = aLine({ amountMinor: 11_500n, taxMinor: 1_000n, shippingMinor: 500n });

  it.each([
    ['leaves tax and shipping out', false, false, 10_000n],
    ['keeps tax in where the plan says so', true, false, 11_000n],
    ['keeps shipping in where the plan says so', false, true, 10_500n],
    ['is the whole amount with both', true, true, 11_500n],
  ])('%s', (_, includeTax, includeShipping, base) => {
    expect(baseOf(line, { includeTax, includeShipping })).toBe(base);
  });

  it('is untouched while nothing is reversed', () => {
    expect(basesOf([{ quantity: 3 }], [])).toEqual({
      lines: [
        { baseMinor: 10_000n, reversedMinor: 0n, takenBackMinor: 0n, netBaseMinor: 10_000n, isLive: true, quantity: 3 },
      ],
      excesses: [],
    });
  });
});

describe('a reversal of a line', () => {
  it.each<[string, bigint, bigint, boolean]>([
    ['takes back its part', 2_500n, 7_500n, true],
    ['of the whole takes back everything', 10_000n, 0n, false],
    ['of all but one yen leaves the line alive', 9_999n, 1n, true],
    ['of nothing takes back nothing', 0n, 10_000n, true],
  ])('%s', (_, amountMinor, net, isLive) => {
    expect(basesOf([{}], [{ amountMinor }]).lines).toMatchObject([{ netBaseMinor: net, isLive }]);
  });

  it('takes back of the base what it takes of the amount: tax and shipping have their part of a refund', () => {
    // Of ¥11,500 charged, ¥2,300 is a fifth; a fifth of the base of ¥10,000 is ¥2,000.
    const line = { amountMinor: 11_500n, taxMinor: 1_000n, shippingMinor: 500n };
    expect(netBases([line], [{ amountMinor: 2_300n }])).toEqual([8_000n]);
    expect(netBases([line], [{ amountMinor: 11_500n }])).toEqual([0n]);
  });

  it.each<[RoundingMode, bigint]>([
    ['half-even', 8n],
    ['half-up', 7n],
    ['down', 8n],
    ['up', 7n],
  ])('rounds what it takes back %s, as the plan says', (rounding, net) => {
    // ¥5 of the ¥20 charged is ¥2.5 of the base of ¥10.
    expect(netBases([{ amountMinor: 20n, taxMinor: 10n }], [{ amountMinor: 5n }], aPlan({ rounding }))).toEqual([net]);
  });

  it('adds up: many small refunds take back what one of their sum does', () => {
    const line = { amountMinor: 1_100n, taxMinor: 100n };
    const small = Array.from({ length: 7 }, () => ({ amountMinor: 33n }));
    expect(netBases([line], small)).toEqual(netBases([line], [{ amountMinor: 231n }]));
  });

  it('leaves the other lines alone', () => {
    expect(netBases([{}, {}], [{ lineId: '2', amountMinor: 4_000n }])).toEqual([10_000n, 6_000n]);
  });
});

describe('a reversal beyond what is left', () => {
  it('takes back what there is, and reports the excess', () => {
    expect(basesOf([{}], [{ amountMinor: 12_000n }])).toMatchObject({
      lines: [{ reversedMinor: 10_000n, netBaseMinor: 0n, isLive: false }],
      excesses: [{ reversalId: 'rev_1', excessMinor: 2_000n }],
    });
  });

  it('is the later one: each bears what the earlier ones left', () => {
    const { excesses } = basesOf([{}], [{ amountMinor: 7_000n }, { amountMinor: 7_000n }, { amountMinor: 1n }]);
    expect(excesses).toEqual([
      { reversalId: 'rev_2', excessMinor: 4_000n },
      { reversalId: 'rev_3', excessMinor: 1n },
    ]);
  });

  it('does not spill over to other lines', () => {
    expect(netBases([{}, {}], [{ lineId: '1', amountMinor: 12_000n }])).toEqual([0n, 10_000n]);
  });

  it('of a line that the conversion does not have is all excess', () => {
    expect(basesOf([{}], [{ lineId: '9', amountMinor: 500n }])).toMatchObject({
      lines: [{ netBaseMinor: 10_000n, isLive: true }],
      excesses: [{ reversalId: 'rev_1', excessMinor: 500n }],
    });
  });
});

describe('a reversal of the whole conversion', () => {
  it('is laid on its lines in proportion, to the last yen', () => {
    const { lines } = basesOf(
      [{ amountMinor: 1n }, { amountMinor: 1n }, { amountMinor: 1n }],
      [{ lineId: null, amountMinor: 2n }],
    );
    expect(lines.map(({ reversedMinor }) => reversedMinor)).toEqual([1n, 1n, 0n]);
  });

  it('is laid on what is left of them', () => {
    const reversals = [
      { lineId: '1', amountMinor: 10_000n },
      { lineId: null, amountMinor: 3_000n },
    ];
    expect(netBases([{}, {}], reversals)).toEqual([0n, 7_000n]);
  });

  it('in full leaves nothing alive', () => {
    const { lines, excesses } = basesOf(
      [{ amountMinor: 300n }, { amountMinor: 700n }],
      [{ lineId: null, amountMinor: 1_000n }],
    );
    expect(lines.map(({ isLive, netBaseMinor }) => [isLive, netBaseMinor])).toEqual([
      [false, 0n],
      [false, 0n],
    ]);
    expect(excesses).toEqual([]);
  });

  it('beyond its sum reports the excess once', () => {
    const { excesses } = basesOf(
      [{ amountMinor: 300n }, { amountMinor: 700n }],
      [{ lineId: null, amountMinor: 1_500n }],
    );
    expect(excesses).toEqual([{ reversalId: 'rev_1', excessMinor: 500n }]);
  });
});

describe('a line of amount zero', () => {
  const lead = { amountMinor: 0n };

  it('lives until a reversal names it', () => {
    expect(basesOf([lead], []).lines).toMatchObject([{ isLive: true, netBaseMinor: 0n }]);
    expect(basesOf([lead], [{ amountMinor: 0n }]).lines).toMatchObject([{ isLive: false, netBaseMinor: 0n }]);
  });

  it('is named by a reversal of the whole conversion', () => {
    expect(basesOf([lead], [{ lineId: null, amountMinor: 0n }]).lines).toMatchObject([{ isLive: false }]);
  });

  it('is not named by a reversal of another line', () => {
    expect(basesOf([lead, {}], [{ lineId: '2', amountMinor: 1_000n }]).lines).toMatchObject([{ isLive: true }, {}]);
  });

  it('does not make a line of money die of a reversal of nothing', () => {
    expect(basesOf([{}], [{ amountMinor: 0n }]).lines).toMatchObject([{ isLive: true, netBaseMinor: 10_000n }]);
  });
});

describe('returned items', () => {
  it.each<[string, readonly Partial<Reversal>[], number]>([
    ['are taken off', [{ quantity: 1 }], 2],
    ['add up', [{ quantity: 1 }, { quantity: 1 }], 1],
    ['never make less than none', [{ quantity: 2 }, { quantity: 2 }], 0],
    ['are not guessed from money', [{ quantity: null }], 3],
    ['count for the whole conversion where there is one line', [{ lineId: null, quantity: 1 }], 2],
    ['are all of them once the line is fully reversed', [{ amountMinor: 10_000n, quantity: null }], 0],
  ])('%s', (_, reversals, quantity) => {
    expect(basesOf([{ quantity: 3 }], reversals).lines).toMatchObject([{ quantity }]);
  });

  it('of a whole conversion of several lines belong to none of them', () => {
    const { lines } = basesOf([{ quantity: 3 }, { quantity: 3 }], [{ lineId: null, quantity: 2 }]);
    expect(lines.map(({ quantity }) => quantity)).toEqual([3, 3]);
  });
});

describe('the base in another currency', () => {
  const usd = aConversion({
    currency: 'USD',
    lines: [aLine({ amountMinor: 1_100n, taxMinor: 100n })],
  });

  it('is converted once, and rounded as the plan says', () => {
    // 10.00 USD × 150.25 = 1502.5 JPY.
    const factor = { numerator: 15_025n, denominator: 10_000n };
    expect(lineBases(usd, [], plain, factor).lines).toMatchObject([{ baseMinor: 1_502n }]);
    expect(lineBases(usd, [], aPlan({ rounding: 'half-up' }), factor).lines).toMatchObject([{ baseMinor: 1_503n }]);
  });

  it('is taken back in the proportion of the amount refunded, at the same rate', () => {
    const factor = { numerator: 150n, denominator: 100n };
    const reversal = aReversal({ amountMinor: 550n });
    expect(lineBases(usd, [reversal], plain, factor).lines).toMatchObject([
      { baseMinor: 1_500n, reversedMinor: 550n, takenBackMinor: 750n, netBaseMinor: 750n },
    ]);
  });
});

describe('whatever is reversed', () => {
  const line = fc
    .record({ amount: fc.bigInt({ min: 0n, max: 10n ** 12n }), part: fc.bigInt({ min: 0n, max: 100n }) })
    .map(({ amount, part }) => ({ amountMinor: amount, taxMinor: (amount * part) / 100n }));
  const reversal = fc.record({
    lineId: fc.constantFrom('1', '2', '3', '9', null),
    amountMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  });
  const rounding = fc.constantFrom<RoundingMode>('half-even', 'half-up', 'down', 'up');
  const lines = fc.array(line, { minLength: 1, maxLength: 3 });
  const reversals = fc.array(reversal, { maxLength: 8 });

  it('a net base is never negative and never more than the base; a dead line of money has none', () => {
    fc.assert(
      fc.property(lines, reversals, rounding, (all, taken, mode) => {
        for (const { baseMinor, netBaseMinor, reversedMinor, isLive } of basesOf(all, taken, aPlan({ rounding: mode }))
          .lines) {
          expect(netBaseMinor >= 0n && netBaseMinor <= baseMinor).toBe(true);
          if (!isLive && reversedMinor > 0n) expect(netBaseMinor).toBe(0n);
        }
      }),
    );
  });

  it('every yen of a reversal is either taken back from a line or reported as excess', () => {
    fc.assert(
      fc.property(lines, reversals, (all, taken) => {
        const { lines: after, excesses } = basesOf(all, taken);
        const asked = taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        const reversed = after.reduce((sum, { reversedMinor }) => sum + reversedMinor, 0n);
        const excess = excesses.reduce((sum, { excessMinor }) => sum + excessMinor, 0n);
        expect(reversed + excess).toBe(asked);
      }),
    );
  });
});

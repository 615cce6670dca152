import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../../domain/money/allocate.ts';

const whole = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n });
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1, maxLength: 40 })
  .filter((all) => all.some((weight) => weight > 0n));

const sum = (parts: readonly bigint[]) => parts.reduce((total, part) => total + part, 0n);

describe('allocate', () => {
  it.each<[string, bigint, bigint[], bigint[]]>([
    ['divides evenly where it can', 90n, [1n, 1n, 1n], [30n, 30n, 30n]],
    ['gives the odd yen of equal remainders to the earlier item', 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ['gives two odd yen to the first two', 101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    ['gives the odd yen to the largest remainder', 10n, [1n, 1n, 4n], [2n, 2n, 6n]],
    ['prefers a large remainder to an early place', 10n, [3n, 3n, 5n], [3n, 3n, 4n]],
    ['gives nothing to a weight of zero', 100n, [0n, 1n, 0n, 2n], [0n, 33n, 0n, 67n]],
    ['never gives an odd yen to a weight of zero', 5n, [0n, 3n, 3n], [0n, 3n, 2n]],
    ['gives the whole to a single item, whatever its weight', 7n, [12n], [7n]],
    ['mirrors a negative whole', -100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    ['divides nothing into nothings', 0n, [1n, 2n], [0n, 0n]],
    ['has fewer units than items', 2n, [1n, 1n, 1n, 1n], [1n, 1n, 0n, 0n]],
    ['is exact beyond 2^53', 2n ** 60n + 1n, [1n, 1n], [2n ** 59n + 1n, 2n ** 59n]],
  ])('%s', (_, total, by, expected) => {
    expect(allocate(total, by)).toEqual(expected);
  });

  it('refuses weights that sum to nothing', () => {
    expect(() => allocate(100n, [0n, 0n])).toThrow('weights must sum to more than 0, got 0');
    expect(() => allocate(100n, [])).toThrow('weights must sum to more than 0, got 0');
    expect(() => allocate(100n, [])).toThrow(expect.objectContaining({ code: 'allocate.no-weight' }));
  });

  it('refuses a negative weight', () => {
    expect(() => allocate(100n, [2n, -1n])).toThrow('weights must not be negative, got -1');
    expect(() => allocate(100n, [2n, -1n])).toThrow(expect.objectContaining({ code: 'allocate.negative-weight' }));
  });

  it('loses and adds nothing: the parts sum to the whole', () => {
    fc.assert(fc.property(whole, weights, (w, by) => sum(allocate(w, by)) === w));
  });

  it('keeps every part within one unit of its exact share, on the side of the whole', () => {
    fc.assert(
      fc.property(whole, weights, (w, by) => {
        const total = sum(by);
        for (const [index, part] of allocate(w, by).entries()) {
          const error = part * total - w * (by[index] ?? 0n);
          expect(error < total && error > -total).toBe(true);
          expect(w < 0n ? part <= 0n : part >= 0n).toBe(true);
        }
      }),
    );
  });

  it('mirrors: what is taken back by the same weights is what was given', () => {
    fc.assert(
      fc.property(whole, weights, (w, by) => {
        expect(allocate(-w, by)).toEqual(allocate(w, by).map((part) => -part));
      }),
    );
  });

  it('never gives less to a larger weight', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 25n }), weights, (w, by) => {
        const parts = allocate(w, by);
        for (const [i, a] of by.entries()) {
          for (const [j, b] of by.entries()) if (a > b) expect((parts[i] ?? 0n) >= (parts[j] ?? 0n)).toBe(true);
        }
      }),
    );
  });

  it('gives odd units by remainder, ties to the earlier: nobody left out had a better claim', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 25n }), weights, (w, by) => {
        const total = sum(by);
        const claims = allocate(w, by).map((part, index) => {
          const exact = w * (by[index] ?? 0n);
          return { index, remainder: exact % total, hasOddUnit: part > exact / total };
        });
        for (const winner of claims.filter(({ hasOddUnit }) => hasOddUnit)) {
          for (const loser of claims.filter(({ hasOddUnit }) => !hasOddUnit)) {
            const isBetter =
              winner.remainder > loser.remainder ||
              (winner.remainder === loser.remainder && winner.index < loser.index);
            expect(isBetter).toBe(true);
          }
        }
      }),
    );
  });

  it('does not depend on the scale of the weights', () => {
    fc.assert(
      fc.property(whole, weights, fc.bigInt({ min: 1n, max: 10n ** 9n }), (w, by, k) => {
        expect(
          allocate(
            w,
            by.map((weight) => weight * k),
          ),
        ).toEqual(allocate(w, by));
      }),
    );
  });
});

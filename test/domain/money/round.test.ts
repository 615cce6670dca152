import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoundingMode } from '../../../domain/money/round.ts';
import { roundProduct, roundRatio } from '../../../domain/money/round.ts';

const MODES: readonly RoundingMode[] = ['half-even', 'half-up', 'down', 'up'];

const mode = fc.constantFrom(...MODES);
const big = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 20n });

describe('roundRatio', () => {
  it.each([
    // value, half-even, half-up, down, up
    [1n, 4n, 0n, 0n, 0n, 1n],
    [1n, 2n, 0n, 1n, 0n, 1n],
    [3n, 4n, 1n, 1n, 0n, 1n],
    [3n, 2n, 2n, 2n, 1n, 2n],
    [5n, 2n, 2n, 3n, 2n, 3n],
    [7n, 2n, 4n, 4n, 3n, 4n],
    [249n, 100n, 2n, 2n, 2n, 3n],
    [251n, 100n, 3n, 3n, 2n, 3n],
    [6n, 3n, 2n, 2n, 2n, 2n],
    [0n, 7n, 0n, 0n, 0n, 0n],
    [-1n, 2n, 0n, -1n, 0n, -1n],
    [-3n, 2n, -2n, -2n, -1n, -2n],
    [-5n, 2n, -2n, -3n, -2n, -3n],
    [-1n, 4n, 0n, 0n, 0n, -1n],
    [-3n, 4n, -1n, -1n, 0n, -1n],
    // 2^53 + 1 is not a number that a double can hold.
    [(2n ** 53n + 1n) * 2n + 1n, 2n, 2n ** 53n + 2n, 2n ** 53n + 2n, 2n ** 53n + 1n, 2n ** 53n + 2n],
    [10n ** 30n * 2n + 1n, 2n, 10n ** 30n, 10n ** 30n + 1n, 10n ** 30n, 10n ** 30n + 1n],
  ])('%s/%s is %s half-even, %s half-up, %s down, %s up', (numerator, denominator, ...expected) => {
    expect(MODES.map((each) => roundRatio(numerator, denominator, each))).toEqual(expected);
  });

  it('is of the product of a rate and an amount, not of its parts', () => {
    const eighth = { numerator: 125n, denominator: 1_000n };
    expect([4n, 12n, -12n].map((minor) => roundProduct(eighth, minor, 'half-up'))).toEqual([1n, 2n, -2n]);
  });

  it('leaves a whole number as it is in every mode', () => {
    fc.assert(fc.property(big, positive, mode, (n, d, m) => roundRatio(n * d, d, m) === n));
  });

  it('mirrors negative values', () => {
    fc.assert(fc.property(big, positive, mode, (n, d, m) => roundRatio(-n, d, m) === -roundRatio(n, d, m)));
  });

  it('does not depend on how the fraction is written', () => {
    fc.assert(
      fc.property(big, positive, positive, mode, (n, d, k, m) => roundRatio(n * k, d * k, m) === roundRatio(n, d, m)),
    );
  });

  it('stays within half a unit when rounding to the nearest, and within one otherwise', () => {
    fc.assert(
      fc.property(big, positive, mode, (n, d, m) => {
        const error = roundRatio(n, d, m) * d - n;
        const twice = 2n * (error < 0n ? -error : error);
        expect(m.startsWith('half') ? twice <= d : twice < 2n * d).toBe(true);
      }),
    );
  });

  it('equals decimal.js on 100,000 amounts × rates of currencies with 0, 2 and 3 digits', () => {
    const Reference = Decimal.clone({ precision: 60 });
    const roundings = {
      'half-even': Decimal.ROUND_HALF_EVEN,
      'half-up': Decimal.ROUND_HALF_UP,
      down: Decimal.ROUND_DOWN,
      up: Decimal.ROUND_UP,
    };
    const random = pseudoRandom(20_261_124);
    let ties = 0;
    for (let round = 0; round < 100_000; round += 1) {
      const digits = [0, 2, 3][round % 3] ?? 0;
      const rateDigits = random(7);
      const minor =
        BigInt(random(2 ** 31)) * BigInt(random(3) === 0 ? random(2 ** 31) : 1) * (random(4) === 0 ? -1n : 1n);
      // Every second rate ends in 5, so that ties are as frequent as they are in practice.
      const rateUnits = random(2) === 0 ? random(10 ** rateDigits + 1) : 5 * (random(2 * 10 ** rateDigits) + 1);
      const each = MODES[round % MODES.length] ?? 'up';
      const ours = roundRatio(minor * BigInt(rateUnits), 10n ** BigInt(rateDigits), each);
      const exact = new Reference(minor.toString())
        .div(10 ** digits)
        .times(new Reference(rateUnits).div(10 ** rateDigits));
      const theirs = exact.toDecimalPlaces(digits, roundings[each]).times(10 ** digits);
      if (ours.toString() !== theirs.toFixed(0).replace(/^-0$/, '0')) {
        expect.fail(`${minor} × ${rateUnits}e-${rateDigits} ${each}: ${ours} by us, ${theirs} by decimal.js`);
      }
      if (
        exact
          .times(10 ** digits)
          .mod(1)
          .abs()
          .eq(0.5)
      )
        ties += 1;
    }
    expect(ties).toBeGreaterThan(1_000);
  });
});

/** Whole numbers below a bound, the same ones on every machine and run. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

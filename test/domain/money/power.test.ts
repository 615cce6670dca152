import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halvings } from '../../../domain/money/power.ts';
import type { Ratio } from '../../../domain/money/ratio.ts';
import { formatRatio } from '../../../domain/money/ratio.ts';

const Reference = Decimal.clone({ precision: 120, toExpNeg: -1e6, toExpPos: 1e6 });

const toDecimal = ({ numerator, denominator }: Ratio) =>
  new Reference(numerator.toString()).div(new Reference(denominator.toString()));

describe('halvings', () => {
  it.each([
    [0n, 1n, '1'],
    [1n, 1n, '1/2'],
    [3n, 1n, '1/8'],
    [10n, 5n, '1/4'],
  ])('a touch %s/%s half-lives old keeps %s', (numerator, denominator, kept) => {
    expect(formatRatio(halvings({ numerator, denominator }))).toBe(kept);
  });

  it('gives √½ to 40 significant digits', () => {
    const { numerator, denominator } = halvings({ numerator: 1n, denominator: 2n });
    expect(`${numerator}`).toBe('7071067811865475244008443621048490392848');
    expect(denominator).toBe(10n ** 40n);
  });

  it('is within half a unit of the 40th digit of a 120-digit computation by exp and ln', () => {
    const exponent = fc.record({
      numerator: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      denominator: fc.bigInt({ min: 10n ** 9n, max: 10n ** 12n }),
    });
    const ln2 = new Reference(2).ln();
    fc.assert(
      fc.property(exponent, (each) => {
        const expected = toDecimal(each).neg().times(ln2).exp();
        const error = toDecimal(halvings(each)).minus(expected).abs();
        const halfUnit = new Reference(10).pow(expected.e - 39).div(2);
        expect(error.lte(halfUnit.times('1.000000000000001'))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('still tells touches apart that are a year and a year and a second old', () => {
    const older = halvings({ numerator: 31_536_001n, denominator: 604_800n });
    const newer = halvings({ numerator: 31_536_000n, denominator: 604_800n });
    expect(older.numerator * newer.denominator < newer.numerator * older.denominator).toBe(true);
    expect(older.numerator > 0n).toBe(true);
  });
});

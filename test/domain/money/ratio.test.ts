import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ratio } from '../../../domain/money/ratio.ts';
import { add, formatRatio, multiply, ONE, ratioOf, reduced, ZERO } from '../../../domain/money/ratio.ts';

const ratio = fc.record({
  numerator: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  denominator: fc.bigInt({ min: 1n, max: 10n ** 30n }),
});

const isEqual = (a: Ratio, b: Ratio) => a.numerator * b.denominator === b.numerator * a.denominator;

describe('ratioOf', () => {
  it.each([
    ['0.125', '1/8'],
    ['0.05', '1/20'],
    ['12', '12'],
    ['0', '0'],
    ['0.00', '0'],
    ['-0.5', '-1/2'],
    ['-0', '0'],
    ['1.10', '11/10'],
    ['007', '7'],
    ['0.0000000000000000000000000000000000000001', `1/1${'0'.repeat(40)}`],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
  ])('reads "%s" as exactly %s', (text, expected) => {
    expect(formatRatio(ratioOf(text))).toBe(expected);
  });

  it.each(['', ' 1', '1 ', '+1', '1.', '.5', '1e3', '1,5', '１', 'NaN', 'Infinity', '0x10', '--1', '1/2', '5%'])(
    'refuses "%s" and says what it expects',
    (text) => {
      expect(() => ratioOf(text)).toThrow(`expected a decimal number such as "0.125", got "${text}"`);
    },
  );

  it('refuses more than 30 digits before the point or 40 after it', () => {
    expect(() => ratioOf('1'.repeat(31))).toThrow('expected a decimal number');
    expect(() => ratioOf(`0.${'1'.repeat(41)}`)).toThrow('expected a decimal number');
  });

  it('is exact where a floating-point number is not', () => {
    expect(isEqual(add(ratioOf('0.1'), ratioOf('0.2')), ratioOf('0.3'))).toBe(true);
  });
});

describe('arithmetic of ratios', () => {
  it('adds fractions of different denominators', () => {
    expect(formatRatio(add({ numerator: 1n, denominator: 6n }, { numerator: 1n, denominator: 10n }))).toBe('4/15');
  });

  it('keeps a denominator that both have, so that sums of many parts stay small', () => {
    const [a, b] = [ratioOf('0.25'), ratioOf('0.50')];
    expect(add(a, b)).toEqual({ numerator: 75n, denominator: 100n });
  });

  it('adds in any order and grouping, and zero changes nothing', () => {
    fc.assert(
      fc.property(ratio, ratio, ratio, (a, b, c) => {
        expect(isEqual(add(a, b), add(b, a))).toBe(true);
        expect(isEqual(add(add(a, b), c), add(a, add(b, c)))).toBe(true);
        expect(isEqual(add(a, ZERO), a)).toBe(true);
      }),
    );
  });

  it('multiplies over sums, and one changes nothing', () => {
    fc.assert(
      fc.property(ratio, ratio, ratio, (a, b, c) => {
        expect(isEqual(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
        expect(isEqual(multiply(a, ONE), a)).toBe(true);
      }),
    );
  });

  it('keeps every denominator positive', () => {
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        for (const each of [add(a, b), multiply(a, b), reduced(a)]) expect(each.denominator > 0n).toBe(true);
      }),
    );
  });
});

describe('lowest terms', () => {
  it.each([
    [6n, 8n, '3/4'],
    [-6n, 8n, '-3/4'],
    [0n, 8n, '0'],
    [8n, 8n, '1'],
    [-16n, 8n, '-2'],
    [7n, 3n, '7/3'],
  ])('writes %s/%s as %s', (numerator, denominator, expected) => {
    expect(formatRatio({ numerator, denominator })).toBe(expected);
  });

  it('gives equal fractions the same text', () => {
    fc.assert(
      fc.property(ratio, fc.bigInt({ min: 1n, max: 10n ** 9n }), (a, k) => {
        const wide = { numerator: a.numerator * k, denominator: a.denominator * k };
        expect(formatRatio(wide)).toBe(formatRatio(a));
        expect(isEqual(reduced(wide), a)).toBe(true);
      }),
    );
  });
});

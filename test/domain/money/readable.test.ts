import { describe, expect, it } from 'vitest';
import { exactAmount, grouped, smallestUnit } from '../../../domain/money/readable.ts';

describe('an amount for the eye', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['-1000', '-1,000'],
    ['-123456', '-123,456'],
    ['1234567.80', '1,234,567.80'],
    // Decimals are never grouped.
    ['0.1234567', '0.1234567'],
    ['-99.99', '-99.99'],
  ])('%s is shown as %s', (amount, shown) => {
    expect(grouped(amount)).toBe(shown);
  });
});

describe('the smallest unit', () => {
  it.each([
    ['JPY', '1'],
    ['USD', '0.01'],
    ['KWD', '0.001'],
    ['CLF', '0.0001'],
  ])('of %s is %s', (currency, unit) => {
    expect(smallestUnit(currency)).toBe(unit);
  });
});

describe('minor units that are not whole', () => {
  it.each([
    [0n, 1n, 'JPY', '0'],
    [0n, 1n, 'USD', '0.00'],
    [1250n, 1n, 'USD', '12.50'],
    [5n, 1n, 'USD', '0.05'],
    [-5n, 1n, 'USD', '-0.05'],
    [5n, 2n, 'JPY', '2.5'],
    [-5n, 2n, 'JPY', '-2.5'],
    [1n, 8n, 'JPY', '0.125'],
    [1n, 8n, 'USD', '0.00125'],
    [12_345n, 4n, 'USD', '30.8625'],
    [-1n, 4n, 'KWD', '-0.00025'],
    [1n, 10n ** 20n, 'JPY', '0.00000000000000000001'],
    [1n, 10n ** 18n, 'USD', '0.00000000000000000001'],
  ])('%i/%i of %s is %s', (numerator, denominator, currency, text) => {
    expect(exactAmount({ numerator, denominator }, currency)).toBe(text);
  });

  it.each([
    [1n, 3n, 'JPY'],
    [1n, 10n ** 21n, 'JPY'],
    [1n, 10n ** 19n, 'USD'],
  ])('%i/%i of %s have no exact decimal of twenty digits', (numerator, denominator, currency) => {
    expect(exactAmount({ numerator, denominator }, currency)).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { formatAmount, parseAmount, plainAmount } from '../../../domain/money/amount.ts';
import { currencyCodes } from '../../../domain/money/currency.ts';

describe('an amount of a table that people make', () => {
  it.each([
    ['1,234', 'JPY', '1234'],
    ['-12,345,678.90', 'USD', '-12345678.90'],
    ['１２３４', 'JPY', '1234'],
    ['１，２３４．５０', 'USD', '1234.50'],
    ['1,234.500', 'KWD', '1234.500'],
    ['1234.5', 'USD', '1234.5'],
  ])('"%s" %s is %s', (text, currency, plain) => {
    expect(plainAmount(text, currency)).toBe(plain);
  });

  it.each([
    ['12,34', 'USD'],
    ['1234,567', 'JPY'],
    ['1.234,50', 'EUR'],
    ['1,234', 'KWD'],
    ['1 234', 'JPY'],
    ['¥1,234', 'JPY'],
    [',234', 'JPY'],
    ['①２', 'JPY'],
  ])('"%s" %s may be two amounts or none, and stays as it is', (text, currency) => {
    expect(plainAmount(text, currency)).toBe(text);
    expect(() => parseAmount(text, currency)).toThrow('expected a decimal amount such as "1234.50"');
  });
});

describe('an amount on the wire', () => {
  it.each([
    ['12.50', 'USD', 1250n],
    ['12.5', 'USD', 1250n],
    ['12', 'USD', 1200n],
    ['0.01', 'USD', 1n],
    ['-0.01', 'USD', -1n],
    ['-12.50', 'USD', -1250n],
    ['1234', 'JPY', 1234n],
    ['1.234', 'KWD', 1234n],
    ['1.2345', 'CLF', 12_345n],
    ['0', 'JPY', 0n],
    ['-0', 'JPY', 0n],
    ['00012', 'JPY', 12n],
    ['999999999999999999', 'JPY', 999_999_999_999_999_999n],
    ['999999999999999999.999', 'KWD', 999_999_999_999_999_999_999n],
  ])('"%s" %s is %s minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it.each([
    ['100.00', 'JPY', 100n],
    ['12.500', 'USD', 1250n],
    ['-1.2340000000', 'KWD', -1234n],
  ])('trailing zeros beyond the currency lose nothing: "%s" %s is %s', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it.each([
    ['100.5', 'JPY', 0],
    ['12.505', 'USD', 2],
    ['1.2345', 'KWD', 3],
    ['0.00001', 'CLF', 4],
    ['1.50', 'KRW', 0],
  ])('too many decimals are an error and never a rounding: "%s" %s', (text, currency, digits) => {
    expect(() => parseAmount(text, currency)).toThrow(
      new DomainError('amount.too-many-decimals', {
        en: `${currency} has ${digits} decimals, got "${text}"`,
        ja: `${currency}の金額は小数${digits}桁までです（入力値: "${text}"）`,
      }),
    );
    expect(codeOf(() => parseAmount(text, currency))).toBe('amount.too-many-decimals');
  });

  it.each([
    '',
    ' ',
    '1 000',
    '1,000',
    '1.',
    '.5',
    '+1',
    '1e3',
    '¥100',
    '１００',
    'abc',
    '1.2.3',
    '--1',
    '0x1',
    '1'.repeat(19),
  ])('refuses "%s" and shows what an amount looks like', (text) => {
    expect(codeOf(() => parseAmount(text, 'USD'))).toBe('amount.invalid');
    expect(() => parseAmount(text, 'USD')).toThrow('expected a decimal amount such as "1234.50"');
  });

  it('refuses an unknown currency and names the field', () => {
    expect(() => parseAmount('1', 'XXX')).toThrow('XXX is not an ISO 4217 currency code');
    expect(codeOf(() => parseAmount('1', 'usd'))).toBe('currency.unknown');
  });

  it.each([
    [1250n, 'USD', '12.50'],
    [5n, 'USD', '0.05'],
    [-5n, 'USD', '-0.05'],
    [0n, 'USD', '0.00'],
    [1234n, 'JPY', '1234'],
    [-1234n, 'JPY', '-1234'],
    [0n, 'JPY', '0'],
    [1n, 'KWD', '0.001'],
    [12_345n, 'CLF', '1.2345'],
    [100_000n, 'HUF', '1000.00'],
    [2n ** 70n, 'USD', '11805916207174113034.24'],
  ])('%s minor units of %s are written "%s"', (minor, currency, text) => {
    expect(formatAmount(minor, currency)).toBe(text);
  });

  it('is the same after writing and reading, in every currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...currencyCodes()),
        fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
        (currency, minor) => parseAmount(formatAmount(minor, currency), currency) === minor,
      ),
    );
  });
});

function codeOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof DomainError ? error.code : `not a domain error: ${error}`;
  }
}

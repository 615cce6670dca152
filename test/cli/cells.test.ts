import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAmount } from '../../cli/folder/cells.ts';
import { instantReader } from '../../cli/folder/instant-cell.ts';
import { parseAmount } from '../../domain/money/amount.ts';
import { currencyDigits } from '../../domain/money/currency.ts';
import { parseInstant } from '../../functions/contract/schemas/instant.ts';

describe('the fast ways to read a cell are the slow ways', () => {
  it('reads amounts as parseAmount does, or leaves them to it', () => {
    const text = fc.oneof(
      fc.stringMatching(/^\d{1,16}(\.\d{0,5})?$/),
      fc.string({ unit: fc.constantFrom('0', '1', '9', '.', '-', ' ', 'e'), maxLength: 17 }),
    );
    const currency = fc.constantFrom('JPY', 'USD', 'KWD', 'CLF');
    fc.assert(
      fc.property(text, currency, (amount, code) => {
        const plain = plainAmount(amount, currencyDigits(code));
        if (plain !== null) expect(plain).toBe(parseAmount(amount, code));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['0', 'JPY', 0n],
    ['12.5', 'USD', 1250n],
    ['12.50', 'USD', 1250n],
    ['999999999999.99', 'USD', 99_999_999_999_999n],
    ['12.345', 'USD', null],
    ['12.', 'USD', null],
    ['.5', 'USD', null],
    ['', 'USD', null],
    ['-1', 'USD', null],
    ['1000000000000000', 'JPY', null],
  ])('takes %s %s plainly as %s', (text, currency, expected) => {
    expect(plainAmount(text, currencyDigits(currency))).toBe(expected);
  });

  it('reads times as parseInstant does', () => {
    const two = fc.integer({ min: 0, max: 61 }).map((number) => String(number).padStart(2, '0'));
    const offset = fc.constantFrom('Z', 'z', '+09:00', '-00:30', '', '+9:00', '+24:00');
    const text = fc
      .tuple(
        fc.constantFrom('2026', '2024', '1969', '0099'),
        two,
        two,
        two,
        two,
        two,
        fc.constantFrom('', '.5'),
        offset,
      )
      .map(
        ([year, month, day, hour, minute, second, fraction, zone]) =>
          `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
      );
    const read = instantReader();
    fc.assert(
      fc.property(text, (time) => {
        expect(read(time)).toBe(parseInstant(time));
        expect(read(time)).toBe(parseInstant(time));
      }),
      { numRuns: 5000 },
    );
    expect(read('2024-02-29T23:59:59Z')).toBe(Date.parse('2024-02-29T23:59:59Z'));
    expect(read('2026-02-29T00:00:00Z')).toBe(null);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAmount } from '../../../cli/folder/cells.ts';
import {
  isPlainId,
  isPlainName,
  isPlainText,
  plainInstant,
  plainMinor,
  plainWhole,
  wordsOf,
} from '../../../cli/partitions/byte-cells.ts';
import { externalIdSchema, nameIdSchema, textSchema } from '../../../functions/contract/schemas/common.ts';
import { parseInstant } from '../../../functions/contract/schemas/instant.ts';

/** Reads a text as a cell in the middle of a row. */
function within<T>(text: string, read: (bytes: Uint8Array, start: number, end: number) => T): T {
  const bytes = Buffer.from(`12,${text},34`);
  return read(bytes, 3, bytes.length - 3);
}

const letters = fc.string({
  unit: fc.constantFrom(
    'a',
    'Z',
    '0',
    '9',
    '_',
    '.',
    ':',
    '@',
    '~',
    '+',
    '-',
    ' ',
    '#',
    '/',
    '\t',
    '\u007f',
    'é',
    '茶',
    '😀',
  ),
  maxLength: 8,
});
const long = fc.integer({ min: 126, max: 202 }).map((length) => 'x'.repeat(length));

describe('what is taken from the bytes of a cell is what its text says', () => {
  it.each([
    ['an id', isPlainId, externalIdSchema],
    ['a name', isPlainName, nameIdSchema],
    ['a text', isPlainText, textSchema],
  ])('takes %s only when its schema does, and always when it is plain', (_, isPlain, schema) => {
    fc.assert(
      fc.property(fc.oneof(letters, long), (text) => {
        const isTaken = within(text, isPlain);
        const isRight = schema.safeParse(text).success;
        if (isTaken) expect(isRight).toBe(true);
        if (isRight && /^[\x21-\x7e]*$/.test(text)) expect(isTaken).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads times as parseInstant does, or leaves them to it', () => {
    const two = fc.integer({ min: 0, max: 61 }).map((number) => String(number).padStart(2, '0'));
    const time = fc
      .record({
        year: fc.oneof(
          fc.constantFrom('0099', '0100', '1900', '1969', '1970', '2000', '9999'),
          fc.integer({ min: 1000, max: 9999 }),
        ),
        fields: fc.tuple(two, two, two, two, two),
        between: fc.constantFrom('T', 'T', 'T', 't', ' '),
        zone: fc.constantFrom('Z', 'Z', 'z', '+09:00', '-00:30', '-23:59', '+24:00', '+00:60', '', '+9:00', '.5Z'),
      })
      .map(
        ({ year, fields: [month, day, hour, minute, second], between, zone }) =>
          `${year}-${month}-${day}${between}${hour}:${minute}:${second}${zone}`,
      );
    fc.assert(
      fc.property(time, (text) => {
        const plain = within(text, plainInstant);
        if (plain >= 0) expect(plain).toBe(parseInstant(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('knows every day of the calendar', () => {
    for (let day = Date.UTC(1970, 0, 1); day < Date.UTC(2110, 0, 1); day += 86_400_000) {
      expect(within(`${new Date(day).toISOString().slice(0, 19)}Z`, plainInstant)).toBe(day);
    }
    for (const text of ['2100-02-29', '2026-02-29', '2026-04-31', '2026-00-10', '2026-13-01', '2026-01-00']) {
      expect(within(`${text}T00:00:00Z`, plainInstant)).toBe(-1);
    }
  });

  it('reads amounts as plainAmount does', () => {
    const text = fc.oneof(
      fc.stringMatching(/^\d{1,16}(\.\d{0,5})?$/),
      fc.string({ unit: fc.constantFrom('0', '1', '9', '.', '-', ' ', 'e'), maxLength: 17 }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(0, 2, 3, 4), (amount, digits) => {
        const minor = within(amount, (bytes, start, end) => plainMinor(bytes, start, end, digits));
        expect(minor < 0 ? null : BigInt(minor)).toBe(plainAmount(amount, digits));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['0', 0],
    ['007', 7],
    ['999999999', 999_999_999],
    ['1000000000', -1],
    ['', -1],
    ['-1', -1],
    ['1.5', -1],
  ])('reads the whole number %j as %i', (text, expected) => {
    expect(within(text, plainWhole)).toBe(expected);
  });

  it('finds a word among thousands by its bytes', () => {
    const words = Array.from({ length: 3000 }, (_, number) => `ptn_${number}`);
    const { find } = wordsOf([...words, '山田']);
    for (const [place, word] of words.entries()) expect(within(word, find)).toBe(place);
    expect(within('山田', find)).toBe(3000);
    expect([within('ptn_3000', find), within('', find), within('ptn_', find)]).toEqual([-1, -1, -1]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, parseCanonical } from '../../../domain/integrity/canonical.ts';

/** Any content that we store: text, whole numbers, and bigints under the names that say so. */
const content: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .tuple(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => !/(?:Minor|Weight)$|^__proto__$/.test(key)),
          tie('value'),
        ),
        fc.dictionary(fc.constantFrom('amountMinor', 'creditWeight', 'Minor'), fc.bigInt()),
      )
      .map(([plain, integers]) => ({ ...plain, ...integers })),
  ),
})).value;

describe('canonical text', () => {
  it('is JSON that reads back as the same content, bigints included', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(parseCanonical(canonical(value))).toEqual(value);
      }),
    );
  });

  it('is its own canonical text', () => {
    fc.assert(
      fc.property(content, (value) => {
        const text = canonical(value);
        expect(canonical(parseCanonical(text))).toBe(text);
      }),
    );
  });

  it('has one spelling, whatever the order of the members', () => {
    expect(canonical({ b: 1, a: { d: [1, 2], c: null } })).toBe('{"a":{"c":null,"d":[1,2]},"b":1}');
    expect(canonical({ a: { c: null, d: [1, 2] }, b: 1 })).toBe('{"a":{"c":null,"d":[1,2]},"b":1}');
  });

  it('leaves out what is undefined and keeps what is null', () => {
    expect(canonical({ a: undefined, b: null })).toBe('{"b":null}');
    expect(canonical([undefined, null])).toBe('[null,null]');
  });

  it('writes bigints as text, so that no reader rounds them', () => {
    const value = { amountMinor: 12_345_678_901_234_567_890n };
    expect(canonical(value)).toBe('{"amountMinor":"12345678901234567890"}');
    expect(parseCanonical(canonical(value))).toEqual(value);
  });

  it('reads numbers in text back as text under any other name', () => {
    expect(parseCanonical('{"amount":"12","amountMinor":"12","Minority":"1"}')).toEqual({
      amount: '12',
      amountMinor: 12n,
      Minority: '1',
    });
  });

  it('reads metadata back as the merchant wrote it, whatever its members are called', () => {
    const metadata = { itemWeight: '350g', noteMinor: '12', kind: 'tea' };
    const value = { lines: [{ amountMinor: 12n }], metadata };
    expect(parseCanonical(canonical(value))).toEqual(value);
  });
});

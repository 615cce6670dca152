import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCodePoint, textsInOrder } from '../../functions/store/order.ts';

describe('the order of texts in every store', () => {
  it('is that of their code points, beyond U+FFFF too', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('ord_\u{1f600}', 'ord_\uffff', 'ord_'),
    );
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const bytes = (each: string): Buffer => Buffer.from(each);
        expect(textsInOrder(texts)).toEqual(texts.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b))));
        expect(textsInOrder(texts)).toEqual(texts.toSorted(byCodePoint));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { PartnerId } from '../../../domain/ids.ts';
import { bookConversion } from '../../../domain/settlement/book-conversion.ts';
import type { CustomerBook } from '../../../domain/settlement/carry.ts';
import { customerBooks } from '../../../domain/settlement/customer-books.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import { aConversion, NOON, someTerms } from '../../support/build.ts';

const terms = someTerms();

const aPurchase = (conversionId: string, occurredAt: number, change: Partial<Conversion> = {}): Conversion =>
  aConversion({ conversionId, occurredAt, customerId: 'cus_1', partnerId: 'ptn_1', ...change });

/** The book of cus_1 after these conversions, noted in this order, on top of what was known. */
function bookAfter(conversions: readonly Conversion[], earlier: CustomerBook | null = null): CustomerBook | null {
  const sealed = conversions.map((conversion) => ({ conversion, clickVisitorId: null }));
  const books = customerBooks(new Map(earlier === null ? [] : [['cus_1', earlier]]), sealed);
  for (const conversion of conversions)
    books.noteCredited(bookConversion({ conversion }, [], terms, books.find, new Set()));
  return books.find('cus_1');
}

const firstOf = (book: CustomerBook | null, partnerId: PartnerId) => book?.firstCredited.get(partnerId)?.conversionId;

describe('the book of a customer', () => {
  it('has the earliest time of the customer and of each visitor, in whatever order they come', () => {
    const conversions = [
      aPurchase('cnv_2', NOON, { visitorId: 'vis_1' }),
      aPurchase('cnv_1', NOON - 2, { visitorId: 'vis_2' }),
      aPurchase('cnv_3', NOON + 1, { visitorId: 'vis_1' }),
    ];
    for (const each of [conversions, conversions.toReversed()]) {
      const book = bookAfter(each);
      expect(book?.firstSeenAt).toBe(NOON - 2);
      expect(new Map(book?.visitors)).toEqual(
        new Map([
          ['vis_1', NOON],
          ['vis_2', NOON - 2],
        ]),
      );
    }
  });

  it('has no visitor where a conversion tells none', () => {
    expect(bookAfter([aPurchase('cnv_1', NOON, { visitorId: null })])?.visitors.size).toBe(0);
  });

  it('has the first credited conversion of each partner, by time and then by id', () => {
    const book = bookAfter([
      aPurchase('cnv_3', NOON),
      aPurchase('cnv_2', NOON),
      aPurchase('cnv_4', NOON + 1),
      aPurchase('cnv_1', NOON + 5, { partnerId: 'ptn_2' }),
    ]);
    expect([firstOf(book, 'ptn_1'), firstOf(book, 'ptn_2')]).toEqual(['cnv_2', 'cnv_1']);
  });

  it('goes on from what earlier closes knew, and a late conversion may be the first after all', () => {
    const earlier = bookAfter([aPurchase('cnv_2', NOON)]);
    expect(firstOf(bookAfter([aPurchase('cnv_3', NOON + 1)], earlier), 'ptn_1')).toBe('cnv_2');
    expect(firstOf(bookAfter([aPurchase('cnv_1', NOON - 1)], earlier), 'ptn_1')).toBe('cnv_1');
    expect(bookAfter([aPurchase('cnv_1', NOON - 1)], earlier)?.firstSeenAt).toBe(NOON - 1);
  });

  it('knows a customer whom nobody brought, without a credited conversion', () => {
    const book = bookAfter([aPurchase('cnv_1', NOON, { partnerId: null })]);
    expect(book?.firstSeenAt).toBe(NOON);
    expect(book?.firstCredited.size).toBe(0);
  });

  it('is not kept for strangers', () => {
    const stranger = aPurchase('cnv_1', NOON, { customerId: null });
    const books = customerBooks(new Map(), [{ conversion: stranger, clickVisitorId: null }]);
    books.noteCredited(bookConversion({ conversion: stranger }, [], terms, books.find, new Set()));
    expect(books.all().size).toBe(0);
    expect(books.find('cus_1')).toBeNull();
  });

  it('has each milestone once, oldest first, in whatever order they come', () => {
    const reached = [
      aPurchase('cnv_1', NOON, { kind: 'opportunity' }),
      aPurchase('cnv_2', NOON, { kind: 'lead' }),
      aPurchase('cnv_3', NOON - 5, { kind: 'signup' }),
      aPurchase('cnv_4', NOON, { kind: 'signup' }),
      aPurchase('cnv_5', NOON + 5, { kind: 'sale' }),
    ];
    for (const each of [reached, reached.toReversed()]) {
      expect(bookAfter(each)?.milestones).toEqual([
        { kind: 'lead', at: NOON - 5 },
        { kind: 'lead', at: NOON },
        { kind: 'opportunity', at: NOON },
      ]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Carry, CustomerBook, PartnerBook } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { readCarry, writeCarry } from '../../../domain/settlement/carry-text.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import { aConversion, aReversal, at, NOON, someFacts, someTerms } from '../../support/build.ts';

const terms = someTerms();
const { carry: closed } = closePeriod(
  terms.calendar.period('2026-10'),
  someFacts({ conversions: ['c2', 'c1'].map((conversionId) => aConversion({ conversionId, partnerId: 'ptn_1' })) }),
  EMPTY_CARRY,
  terms,
);
const window = (minor: bigint) => ({ metricMinor: minor, capUsedMinor: minor + 1n });
const customer: CustomerBook = {
  firstSeenAt: NOON,
  visitors: new Map([
    ['vis_2', NOON + 1],
    ['vis_1', NOON],
  ]),
  firstCredited: new Map([
    ['ptn_2', { at: NOON + 1, conversionId: 'c2' }],
    ['ptn_1', { at: NOON, conversionId: 'c1' }],
  ]),
  milestones: [{ kind: 'lead', at: NOON }],
};
const partner: PartnerBook = {
  heldMinor: 500n,
  openingMinor: -20n,
  windows: new Map([
    ['b|2026', window(3n)],
    ['a|2026', window(2n)],
  ]),
  months: new Map([
    ['2026-10', { baseMinor: 10_000n, conversions: 2, items: 3 }],
    ['2026-09', { baseMinor: 1n, conversions: 1, items: 1 }],
  ]),
  bonuses: new Map([
    ['b2|2026', 7n],
    ['b1|2026', 6n],
  ]),
  heldOpenings: [{ importId: 'imp_1', amountMinor: 40n, until: NOON }],
  reserves: [{ keptIn: '2026-10', amountMinor: 5n, until: NOON }],
};
const review = (conversionId: string): Review => ({
  conversionId,
  outcome: 'rejected',
  reasonCode: 'fraud',
  by: 'aoi',
  at: at('2026-10-20T00:00:00Z'),
});

/** A carry with two of everything, in no order. */
const full: Carry = {
  ...closed,
  unmatched: new Map([
    ['c9', [aReversal({ conversionId: 'c9' })]],
    ['c8', [aReversal({ conversionId: 'c8' })]],
  ]),
  reviews: new Map([
    ['c7', review('c7')],
    ['c6', review('c6')],
  ]),
  customers: new Map([
    [
      'u2',
      { ...customer, binding: { at: NOON, conversionId: 'c1', credits: [{ partnerId: 'ptn_1', creditWeight: 1n }] } },
    ],
    ['u1', customer],
  ]),
  partners: new Map([...closed.partners, ['ptn_2', partner]]),
  usedClicks: new Set(['clk_2', 'clk_1']),
  windows: new Map([
    ['b|2026-10', window(5n)],
    ['a|2026-10', window(4n)],
  ]),
};

describe('the carry as text', () => {
  it('is read back as it was', () => {
    expect(readCarry(writeCarry(full))).toEqual(full);
    expect(readCarry(writeCarry(EMPTY_CARRY))).toEqual(EMPTY_CARRY);
  });

  it('says nothing of reviews where none wait', () => {
    expect(readCarry(writeCarry(closed))).not.toHaveProperty('reviews');
  });

  it('has one row a thing, sorted within its kind', () => {
    const names = [...writeCarry(full)].map((text) => {
      const { type, id, key, booked, review: about } = JSON.parse(text);
      return [type, id ?? key ?? booked?.conversion.conversionId ?? about?.conversionId ?? ''].join(' ').trim();
    });
    expect(names).toEqual([
      'period',
      'booked c1',
      'booked c2',
      'unmatched c8',
      'unmatched c9',
      'review c6',
      'review c7',
      'customer u1',
      'customer u2',
      'partner ptn_1',
      'partner ptn_2',
      'partner ptn_3',
      'used clk_1',
      'used clk_2',
      'window a|2026-10',
      'window b|2026-10',
    ]);
  });

  it('has equal bytes for equal carries, in whatever order they grew', () => {
    const turned = <V>(map: ReadonlyMap<string, V>) => new Map([...map].reverse());
    const turnedPartner = {
      ...partner,
      windows: turned(partner.windows),
      months: turned(partner.months),
      bonuses: turned(partner.bonuses),
    };
    const turnedCustomer = (book: CustomerBook) => ({
      ...book,
      visitors: turned(book.visitors),
      firstCredited: turned(book.firstCredited),
    });
    const other: Carry = {
      ...full,
      booked: turned(full.booked),
      unmatched: turned(full.unmatched),
      reviews: turned(full.reviews ?? new Map()),
      customers: new Map([...turned(full.customers)].map(([id, book]) => [id, turnedCustomer(book)])),
      partners: turned(new Map<string, PartnerBook>([...full.partners, ['ptn_2', turnedPartner]])),
      usedClicks: new Set([...full.usedClicks].reverse()),
      windows: turned(full.windows),
    };
    expect([...writeCarry(other)]).toEqual([...writeCarry(full)]);
  });
});

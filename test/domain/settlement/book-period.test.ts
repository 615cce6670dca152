import { describe, expect, it } from 'vitest';
import { bookConversion, clicksCounted } from '../../../domain/settlement/book-conversion.ts';
import type { BookedPeriod } from '../../../domain/settlement/book-period.ts';
import { bookPeriod } from '../../../domain/settlement/book-period.ts';
import type { CustomerBook } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { datedLines } from '../../../domain/settlement/carry-over.ts';
import type { PeriodFacts } from '../../../domain/settlement/facts.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import { DAY_MS } from '../../../domain/time.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import type { FactsChange } from '../../support/build.ts';
import {
  aClick,
  aConversion,
  aCoupon,
  aLine,
  anEnrollment,
  aPlan,
  aProgram,
  aReversal,
  aRule,
  NOON,
  someAttribution,
  someFacts,
  someTerms,
} from '../../support/build.ts';

type Month = FactsChange & { readonly reviews?: readonly Review[]; readonly terms?: ProgramTerms };

const named = (conversionId: string, change: Partial<Conversion> = {}) =>
  aConversion({ conversionId, partnerId: 'ptn_1', ...change });

const aReview = (change: Partial<Review> = {}): Review => ({
  conversionId: 'c1',
  outcome: 'approved',
  reasonCode: null,
  by: 'aoi',
  at: NOON,
  ...change,
});

/** Books October, November, …, each going on from what the one before left as far as dates tell. */
function booked(...months: readonly Month[]): readonly BookedPeriod[] {
  let carry: Parameters<typeof bookPeriod>[1] = EMPTY_CARRY;
  return months.map(({ reviews, terms = someTerms(), ...change }, index) => {
    const facts: PeriodFacts = {
      ...someFacts(change),
      ...(reviews && { reviews: new Map(reviews.map((review) => [review.conversionId, review])) }),
    };
    const books = bookPeriod(facts, carry, terms);
    const period = terms.calendar.period(`2026-${10 + index}`);
    const after = [...books.booked].map(([id, each]) => [id, datedLines(each, period, terms)] as const);
    carry = { ...books, booked: new Map(after) };
    return books;
  });
}

const shown = ({ active }: BookedPeriod) =>
  active.map(({ booked: { conversion }, isNew, isTouched }) => [conversion.conversionId, isNew, isTouched]);

describe('what a close must settle', () => {
  it('is what is new, by time and then by id, and what is held, until it is released', () => {
    const conversions = [named('c3', { occurredAt: NOON + 1 }), named('c2'), named('c1')];
    const [october, november, december] = booked({ conversions }, {}, {}) as [BookedPeriod, BookedPeriod, BookedPeriod];
    expect(shown(october)).toEqual([
      ['c1', true, true],
      ['c2', true, true],
      ['c3', true, true],
    ]);
    expect(shown(november)).toEqual([
      ['c1', false, false],
      ['c2', false, false],
      ['c3', false, false],
    ]);
    expect(shown(december)).toEqual([]);
  });

  it('is what a refund concerns, however long ago it was settled', () => {
    const months = booked(
      { conversions: [named('c1'), named('c2')] },
      {},
      { reversals: [aReversal({ conversionId: 'c2' })] },
    );
    expect(shown(months[2] as BookedPeriod)).toEqual([['c2', false, true]]);
  });

  it('is no conversion a second time', () => {
    const again = () =>
      booked({ conversions: [named('c0'), named('c1')] }, { conversions: [named('c2'), named('c1')] });
    expect(again).toThrow(expect.objectContaining({ code: 'manifest.repeats', message: 'c1 was closed before' }));
  });

  it('says which fact it was sealed as, where it was', () => {
    const sealed = { conversion: named('c1'), clickVisitorId: null, factHash: 'h' };
    const [{ booked: books }] = booked({ conversions: [sealed, named('c2')] }) as [BookedPeriod];
    expect(books.get('c1')?.factHash).toBe('h');
    expect(books.get('c2')?.factHash).toBeUndefined();
  });
});

describe('a refund before its sale', () => {
  const early = [
    aReversal({ reversalId: 'r2', conversionId: 'c1', occurredAt: NOON + 1 }),
    aReversal({ reversalId: 'r1', conversionId: 'c1', occurredAt: NOON + 1 }),
  ];
  const third = aReversal({ reversalId: 'r3', conversionId: 'c1', occurredAt: NOON });

  it('waits for it, and is counted once, by the close that took it up', () => {
    const [october, november, december] = booked(
      { reversals: early },
      { reversals: [third] },
      { conversions: [named('c1')] },
    ) as [BookedPeriod, BookedPeriod, BookedPeriod];
    expect([october, november, december].map(({ unmatchedReversals }) => unmatchedReversals)).toEqual([2, 1, 0]);
    expect(november.unmatched.get('c1')?.map(({ reversalId }) => reversalId)).toEqual(['r3', 'r1', 'r2']);
    expect(december.unmatched.size).toBe(0);
    expect(december.booked.get('c1')?.reversals.map(({ reversalId }) => reversalId)).toEqual(['r3', 'r1', 'r2']);
  });

  it('stands in order with those that came after it', () => {
    const months = booked({ conversions: [named('c1')], reversals: early }, { reversals: [third] });
    const { reversals } = months[1]?.booked.get('c1') ?? { reversals: [] };
    expect(reversals.map(({ reversalId }) => reversalId)).toEqual(['r3', 'r1', 'r2']);
  });

  it('tells what it asks for beyond what the sale was, while the sale is settled', () => {
    const beyond = aReversal({ reversalId: 'r9', conversionId: 'c1', amountMinor: 10_500n });
    const months = booked({ conversions: [named('c1'), named('c2')], reversals: [beyond] }, {}, {});
    const excess = [{ reversalId: 'r9', conversionId: 'c1', currency: 'JPY', excessMinor: 500n }];
    expect(months.map(({ excesses }) => excesses)).toEqual([excess, excess, []]);
  });
});

describe('a decision of the merchant', () => {
  const rejected = { outcome: 'rejected', reasonCode: 'fraud' } as const;

  it('makes the close look at its conversion, and the first stands', () => {
    const [, november, december] = booked(
      { conversions: [named('c1')] },
      { reviews: [aReview(rejected)] },
      { reviews: [aReview({ at: NOON - 1 })] },
    ) as [BookedPeriod, BookedPeriod, BookedPeriod];
    expect(shown(november)).toEqual([['c1', false, true]]);
    expect(december.booked.get('c1')?.review).toEqual(aReview(rejected));
    expect(shown(december)).toEqual([]);
    expect([november.reviews, december.reviews]).toEqual([undefined, undefined]);
  });

  it('waits for its conversion, the earlier of two', () => {
    const [october, november, december] = booked(
      { reviews: [aReview({ at: NOON + 5 }), aReview({ conversionId: 'c9' })] },
      { reviews: [aReview({ ...rejected, at: NOON })] },
      { conversions: [named('c1')] },
    ) as [BookedPeriod, BookedPeriod, BookedPeriod];
    expect(october.reviews?.get('c1')?.at).toBe(NOON + 5);
    expect(november.reviews?.get('c1')).toEqual(aReview({ ...rejected, at: NOON }));
    expect(december.booked.get('c1')?.review?.outcome).toBe('rejected');
    expect([...(december.reviews?.keys() ?? [])]).toEqual(['c9']);
  });
});

describe('a sale in another currency', () => {
  const euro = named('c1', { currency: 'EUR' });
  const rate = { date: '2026-10-15', from: 'EUR', to: 'JPY', rate: '160' };

  it('waits for its rate and is opened by the first close that knows it', () => {
    const [october, november, december] = booked(
      { conversions: [euro] },
      { reversals: [aReversal({ conversionId: 'c1' })] },
      { terms: someTerms({ rates: [rate] }) },
    ) as [BookedPeriod, BookedPeriod, BookedPeriod];
    expect(october.booked.get('c1')).toMatchObject({ waitsFor: 'rate.missing', rate: null, lines: [] });
    expect(shown(october)).toEqual([['c1', true, true]]);
    expect(november.booked.get('c1')).toMatchObject({ waitsFor: 'rate.missing', lines: [], reversals: [{}] });
    expect(december.booked.get('c1')).toMatchObject({
      waitsFor: null,
      rate,
      lines: [{ payId: 'base' }],
      reversals: [{}],
    });
    expect(shown(december)).toEqual([['c1', true, false]]);
  });
});

describe('a click that counts once', () => {
  const program = aProgram({ attribution: someAttribution({ touchReuse: 'next-conversion-only' }) });
  const conversions = [aConversion({ conversionId: 'c1' }), aConversion({ conversionId: 'c2', occurredAt: NOON + 1 })];
  const outcomes = ({ booked: books }: BookedPeriod) =>
    [...books.values()].map(({ attribution }) => attribution.outcome);

  it('is used by the first conversion, in this close and in later ones', () => {
    const terms = someTerms({ program });
    const third = aConversion({ conversionId: 'c3', occurredAt: NOON + 2 });
    const [october, november] = booked(
      { terms, conversions, clicks: [aClick()] },
      { terms, conversions: [third], clicks: [aClick()] },
    ) as [BookedPeriod, BookedPeriod];
    expect(outcomes(october)).toEqual(['attributed', 'unattributed']);
    expect(outcomes(november)).toEqual(['attributed', 'unattributed', 'unattributed']);
    expect(november.usedClicks).toEqual(new Set(['clk_1']));
  });

  it('earns for every conversion otherwise, and nobody remembers it', () => {
    const [october] = booked({ conversions, clicks: [aClick()] }) as [BookedPeriod];
    expect(outcomes(october)).toEqual(['attributed', 'attributed']);
    expect(october.usedClicks.size).toBe(0);
  });

  it('is used by the model alone, whoever it credits', () => {
    const clicks = [aClick({ clickId: 'k1', partnerId: 'ptn_2' }), aClick({ clickId: 'k2', occurredAt: NOON - 1 })];
    const of = (change: Partial<Conversion>) =>
      clicksCounted(
        bookConversion({ conversion: aConversion(change) }, clicks, someTerms(), () => null, new Set()).attribution,
      );
    expect(of({})).toEqual(['k1', 'k2']);
    expect(of({ partnerId: 'ptn_1' })).toEqual([]);
    expect(of({ visitorId: null, occurredAt: NOON - DAY_MS })).toEqual([]);
  });

  it('is a click, and no coupon beside it', () => {
    const attributed = someTerms({
      program: aProgram({ attribution: someAttribution({ coupon: 'touchpoint' }) }),
      coupons: [aCoupon()],
    });
    const both = bookConversion(
      { conversion: aConversion({ coupon: 'SAVE10' }) },
      [aClick()],
      attributed,
      () => null,
      new Set(),
    );
    expect(both.attribution).toMatchObject({ touchpoints: [{ type: 'click' }, { type: 'coupon' }] });
    expect(clicksCounted(both.attribution)).toEqual(['clk_1']);
  });
});

describe('a conversion that is decided', () => {
  const book = (change: Partial<CustomerBook> = {}): CustomerBook => ({
    firstSeenAt: NOON - 1,
    visitors: new Map(),
    firstCredited: new Map(),
    milestones: [],
    ...change,
  });
  const decided = (conversion: Conversion, customer: CustomerBook | null, terms = someTerms()) =>
    bookConversion({ conversion }, [], terms, () => customer, new Set());

  it('is held as long as the plan says, from when it happened', () => {
    expect(decided(named('c1'), null, someTerms({ plan: aPlan({ holdDays: 3 }) })).holdUntil).toBe(NOON + 3 * DAY_MS);
  });

  it('is of a new customer, unless the customer was seen before it', () => {
    const of = (firstSeenAt: number) => decided(named('c1', { customerId: 'u1' }), book({ firstSeenAt })).customer;
    expect([of(NOON - 1), of(NOON), of(NOON + 1)]).toEqual(['returning', 'new', 'new']);
    expect(decided(named('c1'), book()).customer).toBe('new');
  });

  it('is the first of its customer for a partner, or says when that was', () => {
    const first = { at: NOON - 9, conversionId: 'c0' };
    const of = (customer: CustomerBook | null) => decided(named('c1', { customerId: 'u1' }), customer).firstCredited;
    expect(of(null)).toEqual([{ partnerId: 'ptn_1', at: NOON, isThis: true }]);
    expect(of(book())).toEqual([{ partnerId: 'ptn_1', at: NOON, isThis: true }]);
    expect(of(book({ firstCredited: new Map([['ptn_1', first]]) }))).toEqual([
      { partnerId: 'ptn_1', at: NOON - 9, isThis: false },
    ]);
  });

  it.each<[string, number, string, number, boolean]>([
    ['0 months: the first alone', 0, 'first', NOON, true],
    ['0 months: no later one', 0, 'later', NOON + 1, false],
    ['0 months: none that came late, though it happened before', 0, 'later', NOON - 1, false],
    ['1 month: to the last moment', 1, 'later', NOON + 31 * DAY_MS - 1, true],
    ['1 month: not a month later', 1, 'later', NOON + 31 * DAY_MS, false],
  ])('is paid within so many months of the first: %s', (_, months, which, occurredAt, isPaid) => {
    const terms = someTerms({ plan: aPlan({ rules: [aRule({ months })] }) });
    const first = new Map([['ptn_1', { at: NOON, conversionId: 'c0' }]]);
    const customer = which === 'first' ? book() : book({ firstCredited: first });
    const { lines } = decided(named('c1', { customerId: 'u1', occurredAt }), customer, terms);
    expect(lines[0]?.payId).toBe(isPaid ? 'base' : null);
  });

  it('counts the months of each credited partner from its own first', () => {
    const terms = someTerms({ plan: aPlan({ rules: [aRule({ months: 1 })] }) });
    const early = { at: NOON - 40 * DAY_MS, conversionId: 'c0' };
    const recent = { at: NOON - 5 * DAY_MS, conversionId: 'c0' };
    const customer = book({
      firstCredited: new Map([
        ['ptn_1', early],
        ['ptn_2', recent],
      ]),
    });
    const split = ['ptn_1', 'ptn_2'].map((partnerId) => ({ partnerId, creditWeight: 1n }));
    const { lines } = decided(named('c1', { customerId: 'u1', partnerId: null, split }), customer, terms);
    expect(lines.map(({ partnerId, payId }) => [partnerId, payId])).toEqual([
      ['ptn_1', null],
      ['ptn_2', 'base'],
    ]);
  });

  it('has lines for each credited partner and each share, that nothing is posted of', () => {
    const among = [
      { partner: 'ptn_2', weight: '1' },
      { partner: 'ptn_3', weight: '1' },
    ];
    const plan = aPlan({ shares: [{ id: 's', rate: '0.1', among, when: { category: ['tea'] } }] });
    const lines = [aLine({ lineId: '1' }), aLine({ lineId: '2', category: 'tea' })];
    const { lines: opened } = decided(named('c1', { lines }), null, someTerms({ plan }));
    expect(opened.map(({ position, partnerId, payId, isShare }) => [position, partnerId, payId, isShare])).toEqual([
      [0, 'ptn_1', 'base', false],
      [1, 'ptn_1', 'base', false],
      [1, 'ptn_2', 's', true],
      [1, 'ptn_3', 's', true],
    ]);
    expect(opened[0]).toEqual({
      position: 0,
      partnerId: 'ptn_1',
      payId: 'base',
      isShare: false,
      netBaseMinor: 0n,
      quantity: 0,
      isLive: false,
      postedMinor: 0n,
      releasedMinor: 0n,
      isReleased: false,
      isOpen: false,
      frozen: null,
    });
  });

  describe('as a renewal of a bound customer', () => {
    const program = aProgram({ attribution: someAttribution({ renewals: 'bound' }) });
    const binding = (at: number, conversionId: string) =>
      book({ binding: { at, conversionId, credits: [{ partnerId: 'ptn_2', creditWeight: 1n }] } });
    const renewal = aConversion({ conversionId: 'c5', customerId: 'u1', kind: 'renewal' });
    const basis = (customer: CustomerBook | null, terms = someTerms({ program })) => {
      const { attribution } = decided(renewal, customer, terms);
      return attribution.outcome === 'attributed' ? attribution.basis : attribution.reason;
    };

    it('belongs to whoever was credited first, if that was before it', () => {
      expect([basis(binding(NOON - 1, 'c9')), basis(binding(NOON, 'c4'))]).toEqual([
        'bound-customer',
        'bound-customer',
      ]);
      expect([basis(binding(NOON + 1, 'c0')), basis(binding(NOON, 'c5')), basis(binding(NOON, 'c6'))]).toEqual(
        Array.from({ length: 3 }, () => 'no-touchpoint'),
      );
    });

    it('belongs to nobody before anybody was credited, nor where the program does not bind', () => {
      expect([basis(book()), basis(null), basis(binding(NOON - 1, 'c0'), someTerms())]).toEqual(
        Array.from({ length: 3 }, () => 'no-touchpoint'),
      );
    });
  });

  it('goes by the terms of the partner at its time', () => {
    const rules = [aRule({ id: 'base' }), aRule({ id: 'gold', when: { tier: ['gold'] } })];
    const enrollments = [anEnrollment({ partnerId: 'ptn_1', tier: 'gold' })];
    const terms = someTerms({ plan: aPlan({ rules }), enrollments });
    expect(decided(named('c1'), null, terms).lines[0]?.payId).toBe('gold');
    expect(decided(named('c1', { partnerId: 'stranger' }), null, terms).lines[0]?.payId).toBe('base');
  });
});

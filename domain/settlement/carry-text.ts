import type { ClosedWindow } from '../commission/pay-line.ts';
import type { ClickId, ConversionId, CustomerId, PartnerId } from '../ids.ts';
import { canonical, parseCanonical } from '../integrity/canonical.ts';
import { byText } from '../text-order.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Review } from '../tracking/review.ts';
import type { BookedConversion } from './booked.ts';
import type { Carry, CustomerBook, MonthMetrics, PartnerBook } from './carry.ts';

type Row =
  | { readonly type: 'period'; readonly periodId: string | null }
  | { readonly type: 'booked'; readonly booked: BookedConversion }
  | { readonly type: 'unmatched'; readonly id: ConversionId; readonly reversals: readonly Reversal[] }
  | { readonly type: 'review'; readonly review: Review }
  | { readonly type: 'customer'; readonly id: CustomerId; readonly book: PlainCustomer }
  | { readonly type: 'partner'; readonly id: PartnerId; readonly book: PlainPartner }
  | { readonly type: 'used'; readonly id: ClickId }
  | { readonly type: 'window'; readonly key: string; readonly window: ClosedWindow };

interface PlainCustomer extends Omit<CustomerBook, 'visitors' | 'firstCredited'> {
  readonly visitors: readonly (readonly [string, number])[];
  readonly firstCredited: readonly (readonly [string, { readonly at: number; readonly conversionId: string }])[];
}

interface PlainPartner extends Omit<PartnerBook, 'windows' | 'months' | 'bonuses'> {
  readonly windows: readonly (readonly [string, ClosedWindow])[];
  readonly months: readonly (readonly [string, MonthMetrics])[];
  readonly bonuses: readonly { readonly key: string; readonly postedMinor: bigint }[];
}

/** A carry as lines of canonical JSON, sorted within each type, so that equal carries have equal bytes. */
export function* writeCarry(carry: Carry): Generator<string> {
  const line = (row: Row): string => canonical(row);
  yield line({ type: 'period', periodId: carry.periodId });
  for (const [, booked] of sorted(carry.booked)) yield line({ type: 'booked', booked });
  for (const [id, reversals] of sorted(carry.unmatched)) yield line({ type: 'unmatched', id, reversals });
  for (const [, review] of sorted(carry.reviews ?? new Map<string, Review>())) yield line({ type: 'review', review });
  for (const [id, book] of sorted(carry.customers)) {
    const plain = { ...book, visitors: sorted(book.visitors), firstCredited: sorted(book.firstCredited) };
    yield line({ type: 'customer', id, book: plain });
  }
  for (const [id, book] of sorted(carry.partners)) {
    const bonuses = sorted(book.bonuses).map(([key, postedMinor]) => ({ key, postedMinor }));
    yield line({
      type: 'partner',
      id,
      book: { ...book, windows: sorted(book.windows), months: sorted(book.months), bonuses },
    });
  }
  for (const id of [...carry.usedClicks].sort()) yield line({ type: 'used', id });
  for (const [key, window] of sorted(carry.windows)) yield line({ type: 'window', key, window });
}

/** Reads what `writeCarry` wrote. */
export function readCarry(lines: Iterable<string>): Carry {
  const booked = new Map<ConversionId, BookedConversion>();
  const unmatched = new Map<ConversionId, readonly Reversal[]>();
  const reviews = new Map<ConversionId, Review>();
  const customers = new Map<CustomerId, CustomerBook>();
  const partners = new Map<PartnerId, PartnerBook>();
  const windows = new Map<string, ClosedWindow>();
  const usedClicks = new Set<ClickId>();
  let periodId: string | null = null;
  for (const text of lines) {
    const row = parseCanonical<Row>(text);
    if (row.type === 'period') periodId = row.periodId;
    else if (row.type === 'booked') booked.set(row.booked.conversion.conversionId, row.booked);
    else if (row.type === 'unmatched') unmatched.set(row.id, row.reversals);
    else if (row.type === 'review') reviews.set(row.review.conversionId, row.review);
    else if (row.type === 'used') usedClicks.add(row.id);
    else if (row.type === 'window') windows.set(row.key, row.window);
    else if (row.type === 'customer') {
      const { visitors, firstCredited } = row.book;
      customers.set(row.id, { ...row.book, visitors: new Map(visitors), firstCredited: new Map(firstCredited) });
    } else {
      const bonuses = new Map(row.book.bonuses.map(({ key, postedMinor }) => [key, postedMinor]));
      const { months, windows: own } = row.book;
      partners.set(row.id, { ...row.book, windows: new Map(own), months: new Map(months), bonuses });
    }
  }
  const carry = { periodId, booked, unmatched, customers, partners, windows, usedClicks };
  return reviews.size > 0 ? { ...carry, reviews } : carry;
}

function sorted<V>(map: ReadonlyMap<string, V>): (readonly [string, V])[] {
  return [...map].sort(([a], [b]) => byText(a, b));
}

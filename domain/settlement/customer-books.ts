import type { Milestone } from '../attribution/milestones.ts';
import { milestoneOf } from '../attribution/milestones.ts';
import type { CustomerId, PartnerId, VisitorId } from '../ids.ts';
import { byText } from '../text-order.ts';
import type { Instant } from '../time.ts';
import type { Conversion } from '../tracking/conversion.ts';
import { creditsIn } from './book-conversion.ts';
import type { BookedConversion } from './booked.ts';
import type { CustomerBook, FirstCredited } from './carry.ts';
import type { SealedConversion } from './facts.ts';
import { byOccurrence } from './facts.ts';

/** The customers as a close gets to know them: earlier closes' books, grown by this period's conversions. */
export interface CustomerBooks {
  readonly find: (customerId: CustomerId) => CustomerBook | null;
  readonly noteCredited: (booked: BookedConversion) => void;
  readonly all: () => ReadonlyMap<CustomerId, CustomerBook>;
}

/** Knows all visitors of a customer before the first conversion is decided, so that arrival order leaves no trace. */
export function customerBooks(
  earlier: ReadonlyMap<CustomerId, CustomerBook>,
  conversions: readonly SealedConversion[],
): CustomerBooks {
  const books = new Map<CustomerId, GrowingBook>();
  /** The book of a customer of this period, a copy of the earlier one that may grow. */
  const own = (customerId: CustomerId, seenAt: Instant): GrowingBook => {
    const known = books.get(customerId);
    if (known !== undefined) return known;
    const book = grown(earlier.get(customerId), seenAt);
    books.set(customerId, book);
    return book;
  };
  for (const { conversion } of conversions) {
    const { customerId, visitorId, occurredAt } = conversion;
    if (customerId === null) continue;
    const book = own(customerId, occurredAt);
    book.firstSeenAt = Math.min(occurredAt, book.firstSeenAt);
    if (visitorId !== null) {
      book.visitors.set(visitorId, Math.min(occurredAt, book.visitors.get(visitorId) ?? occurredAt));
    }
    book.milestones = withMilestone(book.milestones, conversion);
  }

  const noteCredited = ({ conversion, attribution }: BookedConversion): void => {
    const { customerId, conversionId, occurredAt: at } = conversion;
    const credits = creditsIn(attribution);
    if (customerId === null || credits.length === 0) return;
    const book = own(customerId, at);
    const isBefore = (first: FirstCredited | undefined): boolean =>
      first === undefined ||
      byOccurrence({ occurredAt: at, id: conversionId }, { occurredAt: first.at, id: first.conversionId }) < 0;
    if (book.firstCredited === NOBODY) book.firstCredited = new Map();
    for (const { partnerId } of credits) {
      if (isBefore(book.firstCredited.get(partnerId))) book.firstCredited.set(partnerId, { at, conversionId });
    }
    if (isBefore(book.binding)) book.binding = { at, conversionId, credits };
  };

  return {
    find: (customerId) => books.get(customerId) ?? earlier.get(customerId) ?? null,
    noteCredited,
    all: () => {
      const all = new Map(earlier);
      for (const [customerId, book] of books) all.set(customerId, book);
      return all;
    },
  };
}

/** A book that this close writes on. */
interface GrowingBook extends CustomerBook {
  firstSeenAt: Instant;
  readonly visitors: Map<VisitorId, Instant>;
  firstCredited: Map<PartnerId, FirstCredited>;
  binding: CustomerBook['binding'];
  milestones: readonly Milestone[];
}

/** Of all customers for whom nobody was credited; never written. */
const NOBODY = new Map<PartnerId, FirstCredited>();

function grown(book: CustomerBook | undefined, seenAt: Instant): GrowingBook {
  return {
    firstSeenAt: book?.firstSeenAt ?? seenAt,
    visitors: new Map(book?.visitors),
    firstCredited: book === undefined || book.firstCredited.size === 0 ? NOBODY : new Map(book.firstCredited),
    binding: book?.binding,
    milestones: book?.milestones ?? [],
  };
}

function withMilestone(known: readonly Milestone[], { kind, occurredAt: at }: Conversion): readonly Milestone[] {
  const reached = milestoneOf(kind);
  if (reached === null || known.some((milestone) => milestone.kind === reached && milestone.at === at)) return known;
  return [...known, { kind: reached, at }].sort((a, b) => a.at - b.at || byText(a.kind, b.kind));
}

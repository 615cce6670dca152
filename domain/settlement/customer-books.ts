import type { Milestone } from '../attribution/milestones.ts';
import { milestoneOf } from '../attribution/milestones.ts';
import type { CustomerId } from '../ids.ts';
import type { Conversion } from '../tracking/conversion.ts';
import { creditsIn } from './book-conversion.ts';
import type { BookedConversion } from './booked.ts';
import type { CustomerBook } from './carry.ts';
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
  const books = new Map(earlier);
  for (const { conversion } of conversions) {
    const { customerId, visitorId, occurredAt } = conversion;
    if (customerId === null) continue;
    const book = books.get(customerId);
    const visitors = new Map(book?.visitors);
    if (visitorId !== null) visitors.set(visitorId, Math.min(occurredAt, visitors.get(visitorId) ?? occurredAt));
    books.set(customerId, {
      firstSeenAt: Math.min(occurredAt, book?.firstSeenAt ?? occurredAt),
      visitors,
      firstCredited: book?.firstCredited ?? new Map(),
      binding: book?.binding,
      milestones: withMilestone(book?.milestones ?? [], conversion),
    });
  }

  const noteCredited = ({ conversion, attribution }: BookedConversion): void => {
    const { customerId, conversionId, occurredAt: at } = conversion;
    const book = customerId === null ? undefined : books.get(customerId);
    const credits = creditsIn(attribution);
    if (customerId === null || book === undefined || credits.length === 0) return;
    const firstCredited = new Map(book.firstCredited);
    for (const { partnerId } of credits) {
      const first = firstCredited.get(partnerId);
      const isEarlier =
        first === undefined ||
        byOccurrence({ occurredAt: at, id: conversionId }, { occurredAt: first.at, id: first.conversionId }) < 0;
      if (isEarlier) firstCredited.set(partnerId, { at, conversionId });
    }
    const { binding } = book;
    const own = { occurredAt: at, id: conversionId };
    const isFirst =
      binding === undefined || byOccurrence(own, { occurredAt: binding.at, id: binding.conversionId }) < 0;
    books.set(customerId, { ...book, firstCredited, binding: isFirst ? { at, conversionId, credits } : binding });
  };

  return { find: (customerId) => books.get(customerId) ?? null, noteCredited, all: () => books };
}

function withMilestone(known: readonly Milestone[], { kind, occurredAt: at }: Conversion): readonly Milestone[] {
  const reached = milestoneOf(kind);
  if (reached === null || known.some((milestone) => milestone.kind === reached && milestone.at === at)) return known;
  return [...known, { kind: reached, at }].sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1));
}

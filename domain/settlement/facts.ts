import type { ConversionId, CustomerId, VisitorId } from '../ids.ts';
import { byText } from '../text-order.ts';
import type { Instant } from '../time.ts';
import type { Click } from '../tracking/click.ts';
import type { Conversion } from '../tracking/conversion.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Review } from '../tracking/review.ts';

/** What a seal freezes for a period: its conversions and reversals, and the clicks their journeys may use. */
export interface PeriodFacts {
  readonly conversions: readonly HashedConversion[];
  readonly reversals: readonly Reversal[];
  readonly clicks: ReadonlyMap<VisitorId, readonly Click[]>;
  /** What the merchant decided in the period, one per conversion; absent: nothing. */
  readonly reviews?: ReadonlyMap<ConversionId, Review> | undefined;
}

/** A conversion as a manifest holds it. */
export interface SealedConversion {
  readonly conversion: Conversion;
  /** The visitor of the click that the conversion names. */
  readonly clickVisitorId: VisitorId | null;
}

/** With the hash of its row in the manifest, where there is one. */
export interface HashedConversion extends SealedConversion {
  readonly factHash?: string | undefined;
}

/** Visitors of a conversion's journey, each once: its own, the named click's, and all seen together with its customer by then. */
export function journeyVisitors(
  { conversion, clickVisitorId }: SealedConversion,
  seenWith: (customerId: CustomerId) => ReadonlyMap<VisitorId, Instant> | null,
): readonly VisitorId[] {
  const { visitorId: own, customerId, occurredAt } = conversion;
  const visitors: VisitorId[] = [];
  if (own !== null) visitors.push(own);
  if (clickVisitorId !== null && clickVisitorId !== own) visitors.push(clickVisitorId);
  const seen = customerId === null ? null : seenWith(customerId);
  if (seen === null) return visitors;
  for (const [visitorId, seenAt] of seen) {
    if (seenAt <= occurredAt && visitorId !== own && visitorId !== clickVisitorId) visitors.push(visitorId);
  }
  return visitors;
}

/** (occurredAt, id) order, in which everything is decided, whatever order it arrived in. */
export function byOccurrence(
  a: { readonly occurredAt: Instant; readonly id: string },
  b: { readonly occurredAt: Instant; readonly id: string },
): number {
  return a.occurredAt - b.occurredAt || byText(a.id, b.id);
}

/** As `byOccurrence`, for conversions. */
export function byConversion(a: Conversion, b: Conversion): number {
  return a.occurredAt - b.occurredAt || byText(a.conversionId, b.conversionId);
}

/** In (occurredAt, id) order. */
export function sortedReversals(reversals: Iterable<Reversal>): Reversal[] {
  return [...reversals].sort((a, b) =>
    byOccurrence({ occurredAt: a.occurredAt, id: a.reversalId }, { occurredAt: b.occurredAt, id: b.reversalId }),
  );
}

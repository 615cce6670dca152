import type { ClickId, VisitorId } from '../../domain/ids.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import type { PeriodFacts, SealedConversion } from '../../domain/settlement/facts.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Review } from '../../domain/tracking/review.ts';
import type { Folder } from './folder.ts';

/** Every fact belongs to the month that it happened in; a conversion that names a click is sealed with its visitor. */
export function factsByPeriod(folder: Folder): (period: Period) => PeriodFacts {
  const { conversions, reversals } = folder;
  const { clicks, sealed } = sealing(folder.clicks);
  return ({ start, end }) => {
    const isIn = ({ occurredAt }: { readonly occurredAt: number }): boolean => occurredAt >= start && occurredAt < end;
    const facts = { conversions: conversions.filter(isIn).map(sealed), reversals: reversals.filter(isIn), clicks };
    return { ...facts, ...reviewsIn(folder.reviews, { start, end }) };
  };
}

/** The decisions of a month, by conversion. */
export function reviewsIn(
  reviews: readonly Review[] | undefined,
  { start, end }: Pick<Period, 'start' | 'end'>,
): Pick<PeriodFacts, 'reviews'> {
  const own = reviews?.filter(({ at }) => at >= start && at < end) ?? [];
  return own.length === 0 ? {} : { reviews: new Map(own.map((review) => [review.conversionId, review])) };
}

/** Clicks by visitor, and how a conversion is sealed beside them. */
export function sealing(all: readonly Click[]): {
  readonly clicks: ReadonlyMap<VisitorId, readonly Click[]>;
  readonly sealed: (conversion: Conversion) => SealedConversion;
} {
  const clicks = new Map<VisitorId, Click[]>();
  const visitors = new Map<ClickId, VisitorId>();
  for (const click of all) {
    const own = clicks.get(click.visitorId);
    if (own) own.push(click);
    else clicks.set(click.visitorId, [click]);
    visitors.set(click.clickId, click.visitorId);
  }
  const sealed = (conversion: Conversion): SealedConversion => {
    const clickVisitorId = conversion.clickId === null ? null : (visitors.get(conversion.clickId) ?? null);
    return { conversion, clickVisitorId };
  };
  return { clicks, sealed };
}

import type { CustomerId, VisitorId } from '../../../domain/ids.ts';
import type { AttributionSettings } from '../../../domain/partner/program.ts';
import type { SealedConversion } from '../../../domain/settlement/facts.ts';
import { journeyVisitors } from '../../../domain/settlement/facts.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Scope } from '../../store/scope.ts';
import type { Stores } from '../../store/store.ts';
import { mapLimited } from '../map-limited.ts';

const READS_AT_ONCE = 32;

/** Conversions with what the store knows around them: the visitor of the named click, and the clicks of their journeys. */
export interface Gathered {
  readonly conversions: readonly SealedConversion[];
  readonly clicks: ReadonlyMap<VisitorId, readonly Click[]>;
  readonly seen: ReadonlyMap<CustomerId, ReadonlyMap<VisitorId, Instant>>;
}

/** Reads every click that may count for these conversions, and for each visitor one older click as a witness of a touch. */
export async function gatherClicks(
  stores: Stores,
  scope: Scope,
  conversions: readonly Conversion[],
  settings: AttributionSettings,
): Promise<Gathered> {
  const sealed = await mapLimited(conversions, READS_AT_ONCE, async (conversion): Promise<SealedConversion> => {
    const click = conversion.clickId === null ? null : await stores.clicks.click(scope, conversion.clickId);
    return { conversion, clickVisitorId: click?.visitorId ?? null };
  });
  const seen = await visitorsByCustomer(stores, scope, conversions);
  const spans = new Map<VisitorId, { from: Instant; to: Instant }>();
  for (const conversion of sealed) {
    const { occurredAt } = conversion.conversion;
    const from = occurredAt - settings.lookbackDays * DAY_MS;
    for (const visitorId of journeyVisitors(conversion, (customerId) => seen.get(customerId) ?? null)) {
      const span = spans.get(visitorId);
      if (span === undefined) spans.set(visitorId, { from, to: occurredAt });
      else spans.set(visitorId, { from: Math.min(span.from, from), to: Math.max(span.to, occurredAt) });
    }
  }
  // Which of many repeats was kept first can depend on clicks of any age.
  const isWholeHistory = settings.clickDedupeSeconds > 0;
  const found = await mapLimited([...spans], READS_AT_ONCE, async ([visitorId, { from, to }]) => {
    const range = { from: isWholeHistory ? 0 : from, to };
    const clicks = await stores.clicks.clicksByVisitor(scope, visitorId, range);
    const witness = isWholeHistory ? null : await stores.clicks.lastClickBefore(scope, visitorId, from);
    return [visitorId, witness === null ? clicks : [witness, ...clicks]] as const;
  });
  return { conversions: sealed, clicks: new Map(found), seen };
}

/** Visitors seen together with the customers of these conversions, in the store and in the conversions themselves. */
async function visitorsByCustomer(
  stores: Stores,
  scope: Scope,
  conversions: readonly Conversion[],
): Promise<ReadonlyMap<CustomerId, ReadonlyMap<VisitorId, Instant>>> {
  const customers = new Set(conversions.flatMap(({ customerId }) => (customerId === null ? [] : [customerId])));
  const stored = await mapLimited([...customers], READS_AT_ONCE, async (customerId) => {
    const seen = await stores.conversions.seenTogether(scope, customerId);
    return [customerId, new Map(seen.map(({ visitorId, seenAt }) => [visitorId, seenAt]))] as const;
  });
  const visitors = new Map(stored);
  for (const { customerId, visitorId, occurredAt } of conversions) {
    const own = customerId === null ? undefined : visitors.get(customerId);
    if (own && visitorId !== null) own.set(visitorId, Math.min(occurredAt, own.get(visitorId) ?? occurredAt));
  }
  return visitors;
}

import type { Conversion } from '../tracking/conversion.ts';
import type { WonStep } from './deal.ts';
import { creditsOfParts } from './parts.ts';

/** The conversion that a won deal becomes, under the deal's id: the same step always makes the same one. */
export function conversionOfDeal({ dealId, partnerId, won, parts }: WonStep): Conversion {
  const [only] = parts;
  const isSplit = parts.length > 1;
  return {
    conversionId: dealId,
    occurredAt: won.occurredAt,
    kind: 'deal',
    currency: won.currency,
    visitorId: null,
    customerId: won.customerId,
    coupon: null,
    country: won.country,
    partnerId: isSplit ? null : (only?.partnerId ?? partnerId),
    ...(isSplit ? { split: creditsOfParts(parts) } : {}),
    clickId: null,
    lines: won.lines,
    metadata: won.metadata,
  };
}

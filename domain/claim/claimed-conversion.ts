import type { Conversion } from '../tracking/conversion.ts';
import type { AcceptedStep } from './claim.ts';

/** The conversion that an accepted claim becomes, under the claim's id and its partner's name: the same step always makes the same one. */
export function conversionOfClaim({
  claimId,
  partnerId,
  sale,
}: Pick<AcceptedStep, 'claimId' | 'partnerId' | 'sale'>): Conversion {
  const { kind, occurredAt, currency, customerId, country, lines, metadata } = sale;
  return {
    conversionId: claimId,
    occurredAt,
    kind,
    currency,
    visitorId: null,
    customerId,
    coupon: null,
    country,
    partnerId,
    clickId: null,
    lines,
    metadata,
  };
}

/** What an appeal is about, as it was sold: so it is accepted when nobody says otherwise. */
export function saleOf({
  kind,
  occurredAt,
  currency,
  customerId,
  country,
  lines,
  metadata,
}: Conversion): AcceptedStep['sale'] {
  return { kind, occurredAt, currency, customerId, country, lines, metadata };
}

import type { WireFact } from '../../domain/connector/vendor-fact.ts';

/** Members of metadata, note attributes and addresses that say whose a sale is, and the member of a conversion they become. */
export const ATTRIBUTION = {
  bpid: 'clickId',
  visitor_id: 'visitorId',
  coupon: 'coupon',
  customer_id: 'customerId',
} as const;

type Told = Readonly<Record<string, unknown>> | null | undefined;

/** What the merchant's own system wrote on the sale; of several places the first that says something counts. */
export function attributionIn(...places: readonly Told[]): WireFact {
  const found: Record<string, string> = {};
  for (const [name, member] of Object.entries(ATTRIBUTION)) {
    for (const place of places) {
      const value = place?.[name];
      if (typeof value !== 'string' || value.trim() === '' || member in found) continue;
      found[member] = value.trim();
    }
  }
  return found;
}

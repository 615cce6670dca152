import type { MerchantId } from '../../domain/ids.ts';
import type { Deps } from '../runtime/deps.ts';
import { dateClaims } from './claim/date-claims.ts';
import type { DatedDeals } from './deal/date-deals.ts';
import { dateDeals } from './deal/date-deals.ts';

export interface Dated {
  readonly deals: DatedDeals;
  readonly claims: { readonly escalated: number };
}

/** Writes down what the date has done to deals and claims. What goes wrong with the ones holds up none of the others, and is told at the end. */
export async function dateAll(deps: Deps, whose: { readonly merchantId: MerchantId | null }): Promise<Dated> {
  const [deals, claims] = await Promise.allSettled([dateDeals(deps, whose), dateClaims(deps, whose)]);
  if (deals.status === 'fulfilled' && claims.status === 'fulfilled')
    return { deals: deals.value, claims: claims.value };
  const failures = [deals, claims].flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'neither deals nor claims could be dated');
}

import type { Deal } from '../../../domain/deal/deal.ts';
import { dealOf, isEscalated, standingOf } from '../../../domain/deal/deal-state.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { positionIn } from '../../store/deal-index.ts';
import type { DealPlace, IndexedDeal } from '../../store/deal-store.ts';
import type { RowPage, Scope } from '../../store/scope.ts';
import { utcMonths } from '../months-asked.ts';
import { pageOverPlaces } from '../page-over-places.ts';
import { programOf } from '../terms/load-terms.ts';

export type ListedStatus = 'submitted' | 'escalated' | 'approved' | 'rejected' | 'won' | 'lost' | 'expired';

export interface DealQuery {
  readonly scope: Scope;
  /** Null: of all partners. */
  readonly partnerId: PartnerId | null;
  readonly status: ListedStatus | null;
  readonly stage: string | null;
  /** UTC months in which deals entered the status (or were registered), `YYYY-MM`, both included; null: the last twelve. */
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor: string | null;
}

/** One page of the deals that fit, the oldest first; a page may be short and still have a next one. */
export async function listDeals(
  deps: Deps,
  query: DealQuery,
): Promise<{ readonly deals: readonly Deal[]; readonly next: string | null }> {
  const { scope } = query;
  const { deals } = deps.stores;
  await programOf(deps, scope);
  const now = deps.now();
  const rowsOf = (place: DealPlace, page: RowPage) => deals.indexed(scope, place, page);
  const itemOf = async ({ dealId, position }: IndexedDeal, place: DealPlace): Promise<Deal | null> => {
    const deal = dealOf(await deals.steps(scope, dealId));
    return deal !== null && positionIn(place, deal) === position && fits(deal, query, now) ? deal : null;
  };
  const { items, next } = await pageOverPlaces({ places: placesOf(query, now), rowsOf, itemOf }, query);
  return { deals: items, next };
}

/** A partner's are read from its own index, others by the status and month that narrow most; every deal was submitted once. */
function placesOf({ partnerId, status, from, to }: DealQuery, now: Instant): readonly DealPlace[] {
  if (partnerId !== null) return [{ by: 'partner', partnerId }];
  return utcMonths({ from, to }, now).map((month) => ({ by: 'status', status: enteredStatus(status), month }));
}

function enteredStatus(status: ListedStatus | null) {
  if (status === null || status === 'escalated') return 'submitted';
  return status === 'expired' ? 'approved' : status;
}

function fits(deal: Deal, { status, stage }: DealQuery, now: Instant): boolean {
  if (stage !== null && deal.stage !== stage) return false;
  if (status === null) return true;
  return status === 'escalated' ? isEscalated(deal, now) : standingOf(deal, now).status === status;
}

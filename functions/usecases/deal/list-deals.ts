import type { Deal, DealState } from '../../../domain/deal/deal.ts';
import { dealOf, isEscalated, isOpen, standingOf } from '../../../domain/deal/deal-state.ts';
import type { DealTerms } from '../../../domain/deal/deal-terms.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import type { Conflict } from '../../../domain/deal/rivals.ts';
import { conflictOf } from '../../../domain/deal/rivals.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, utcDay } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { positionIn } from '../../store/deal-index.ts';
import type { DealPlace, IndexedDeal } from '../../store/deal-store.ts';
import type { RowPage, Scope } from '../../store/scope.ts';
import { monthsBetween, utcMonths } from '../months-asked.ts';
import { pageOverPlaces } from '../page-over-places.ts';
import { programOf } from '../terms/load-terms.ts';
import { findRivals } from './find-rivals.ts';

export type ListedStatus =
  | 'submitted'
  | 'escalated'
  | 'approved'
  | 'rejected'
  | 'won'
  | 'lost'
  | 'withdrawn'
  | 'expired';

export interface DealQuery {
  readonly scope: Scope;
  /** Null: of all partners. */
  readonly partnerId: PartnerId | null;
  readonly status: ListedStatus | null;
  readonly stage: string | null;
  readonly owner: string | null;
  /** Only deals with such a conflict; null: all. */
  readonly conflict: Conflict | null;
  /** Whether conflicts are told: partners are not told of rivals. */
  readonly withConflicts: boolean;
  /** UTC months in which deals entered the status (or were registered), `YYYY-MM`, both included; null: the last twelve, of one partner all. */
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor: string | null;
}

export interface ListedDeal {
  readonly deal: Deal;
  readonly conflict: Conflict | null;
}

/** One page of the deals that fit, the oldest first; a page may be short and still have a next one. */
export async function listDeals(
  deps: Deps,
  query: DealQuery,
): Promise<{ readonly deals: readonly ListedDeal[]; readonly next: string | null }> {
  const { scope } = query;
  const { deals } = deps.stores;
  const terms = dealTerms(await programOf(deps, scope));
  const now = deps.now();
  const months = monthsOf(query, now);
  const rowsOf = (place: DealPlace, page: RowPage) => deals.indexed(scope, place, page);
  const itemOf = async ({ dealId, position }: IndexedDeal, place: DealPlace): Promise<ListedDeal | null> => {
    const deal = dealOf(await deals.steps(scope, dealId));
    if (deal === null || positionIn(place, deal) !== position || !fits(deal, { ...query, months, now })) return null;
    const isLooked = query.withConflicts && isOpen(deal, now);
    const conflict = isLooked ? conflictOf(deal, await findRivals(deps, scope, deal), now) : null;
    return query.conflict === null || conflict === query.conflict ? { deal, conflict } : null;
  };
  const { items, next } = await pageOverPlaces(
    { places: placesOf({ ...query, months }, terms), rowsOf, itemOf },
    query,
  );
  return { deals: items, next };
}

/** The months that are asked for; null: all. */
function monthsOf({ partnerId, from, to }: DealQuery, now: Instant): readonly string[] | null {
  return partnerId !== null && from === null && to === null ? null : utcMonths({ from, to }, now);
}

type InMonths = DealQuery & { readonly months: readonly string[] | null };

/** A partner's are read from its own index, others by the status and month that narrow most; every deal was submitted once. */
function placesOf({ partnerId, status, months }: InMonths, terms: DealTerms): readonly DealPlace[] {
  if (partnerId !== null) return [{ by: 'partner', partnerId }];
  const asked = months ?? [];
  if (status !== 'expired') return asked.map((month) => ({ by: 'status', status: enteredStatus(status), month }));
  return approvedBefore(asked, terms).map((month) => ({ by: 'status', status: 'approved', month }));
}

function enteredStatus(status: Exclude<ListedStatus, 'expired'> | null) {
  return status === null || status === 'escalated' ? 'submitted' : status;
}

/** In which months a deal was approved whose protection ended in one of these: nothing is written down when time ends it. */
function approvedBefore(months: readonly string[], { protectionDays, extensionDays }: DealTerms): readonly string[] {
  const [first = '', last = first] = [months[0], months.at(-1)];
  const earliest = Date.parse(`${first}-01`) - (protectionDays + extensionDays) * DAY_MS;
  return monthsBetween(utcDay(earliest), last);
}

function fits(deal: Deal, { status, stage, owner, months, now }: InMonths & { readonly now: Instant }): boolean {
  if (stage !== null && deal.stage !== stage) return false;
  if (owner !== null && deal.owner !== owner) return false;
  const state = standingOf(deal, now);
  const isListed = status === 'escalated' ? isEscalated(deal, now) : status === null || state.status === status;
  return isListed && (months === null || months.includes(utcDay(enteredAt(deal, status, state)).slice(0, 7)));
}

/** When a deal came to stand as it is listed. */
function enteredAt({ registeredAt, approval }: Deal, status: ListedStatus | null, state: DealState): Instant {
  if (status === null || status === 'submitted' || status === 'escalated') return registeredAt;
  return 'at' in state ? state.at : (approval?.at ?? registeredAt);
}

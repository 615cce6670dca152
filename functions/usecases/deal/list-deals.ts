import type { Deal } from '../../../domain/deal/deal.ts';
import { dealOf, isEscalated, standingOf } from '../../../domain/deal/deal-state.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { positionIn } from '../../store/deal-index.ts';
import type { DealPlace } from '../../store/deal-store.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited } from '../map-limited.ts';
import { utcMonths } from '../months-asked.ts';
import { placeCursor, placeCursorText } from '../place-cursor.ts';
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

const AT_ONCE = 16;
/** Rows that one page looks through at most: what is rare among very many is found over several pages. */
const ROWS_READ_MAX = 2000;

/** One page of the deals that fit, the oldest first; a page may be short and still have a next one. */
export async function listDeals(
  deps: Deps,
  query: DealQuery,
): Promise<{ readonly deals: readonly Deal[]; readonly next: string | null }> {
  const { scope, limit } = query;
  await programOf(deps, scope);
  const now = deps.now();
  const places = placesOf(query, now);
  const deals: Deal[] = [];
  let { place: at, after } = placeCursor(query.cursor, places.length);
  for (let read = 0; at < places.length && deals.length < limit && read < ROWS_READ_MAX; ) {
    const place = places[at] as DealPlace;
    const rows = await deps.stores.deals.indexed(scope, place, { after, limit: limit - deals.length });
    read += rows.length;
    const found = await mapLimited(rows, AT_ONCE, async ({ dealId, position }) => {
      const deal = dealOf(await deps.stores.deals.steps(scope, dealId));
      return deal !== null && positionIn(place, deal) === position && fits(deal, query, now) ? deal : null;
    });
    const isLast = rows.length < limit - deals.length;
    deals.push(...found.filter((deal) => deal !== null));
    [at, after] = isLast ? [at + 1, null] : [at, rows.at(-1)?.position ?? null];
  }
  return { deals, next: at < places.length ? placeCursorText({ place: at, after }) : null };
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

import type { Deal } from '../../../domain/deal/deal.ts';
import { dealOf, isEscalated, standingOf } from '../../../domain/deal/deal-state.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { positionIn } from '../../store/deal-index.ts';
import type { DealPlace } from '../../store/deal-store.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited } from '../map-limited.ts';
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
const MONTHS_MAX = 36;
const MONTHS_BACK = 11;

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
  const months = monthsBetween(from, to, now);
  return months.map((month) => ({ by: 'status', status: enteredStatus(status), month }));
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

function monthsBetween(from: string | null, to: string | null, now: Instant): readonly string[] {
  const last = monthNumber(to ?? formatInstant(now).slice(0, 7));
  const first = from === null ? last - MONTHS_BACK : monthNumber(from);
  if (last - first >= MONTHS_MAX || first > last) {
    const message = `must be at most ${MONTHS_MAX} months before "to" and not after it, got ${from}`;
    throw new DomainError('request.invalid', message, { field: 'from' });
  }
  return Array.from({ length: last - first + 1 }, (_, index) => monthText(first + index));
}

function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthText(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

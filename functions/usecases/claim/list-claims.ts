import type { Claim, ClaimStatus } from '../../../domain/claim/claim.ts';
import { claimOf, isEscalated, isOpen } from '../../../domain/claim/claim-state.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { ClaimPlace } from '../../store/claim-store.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited } from '../map-limited.ts';
import { utcMonths } from '../months-asked.ts';
import { placeCursor, placeCursorText } from '../place-cursor.ts';
import { programOf } from '../terms/load-terms.ts';

/** `open` is filed or under review; `escalated` is open after its deadline. */
export type ListedClaimStatus = ClaimStatus | 'open' | 'escalated';

export interface ClaimQuery {
  readonly scope: Scope;
  /** Null: of all partners. */
  readonly partnerId: PartnerId | null;
  readonly status: ListedClaimStatus | null;
  /** UTC months of filing, `YYYY-MM`, both included; null: the last twelve. */
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
  readonly cursor: string | null;
}

const AT_ONCE = 16;
/** Rows that one page looks through at most: what is rare among very many is found over several pages. */
const ROWS_READ_MAX = 2000;

/** One page of the claims that fit, the oldest first; a page may be short and still have a next one. */
export async function listClaims(
  deps: Deps,
  query: ClaimQuery,
): Promise<{ readonly claims: readonly Claim[]; readonly next: string | null }> {
  const { scope, partnerId, limit } = query;
  await programOf(deps, scope);
  const now = deps.now();
  const places: readonly ClaimPlace[] =
    partnerId === null
      ? utcMonths(query, now).map((month) => ({ by: 'month', month }))
      : [{ by: 'partner', partnerId }];
  const claims: Claim[] = [];
  let { place, after } = placeCursor(query.cursor, places.length);
  for (let read = 0; place < places.length && claims.length < limit && read < ROWS_READ_MAX; ) {
    const wanted = limit - claims.length;
    const rows = await deps.stores.claims.indexed(scope, places[place] as ClaimPlace, { after, limit: wanted });
    read += rows.length;
    const found = await mapLimited(rows, AT_ONCE, async ({ claimId }) =>
      claimOf(await deps.stores.claims.steps(scope, claimId)),
    );
    claims.push(...found.filter((claim) => claim !== null).filter((claim) => fits(claim, query.status, now)));
    if (rows.length < wanted) [place, after] = [place + 1, null];
    else after = rows.at(-1)?.position ?? null;
  }
  return { claims, next: place < places.length ? placeCursorText({ place, after }) : null };
}

function fits(claim: Claim, status: ListedClaimStatus | null, now: Instant): boolean {
  if (status === null) return true;
  if (status === 'open') return isOpen(claim);
  return status === 'escalated' ? isEscalated(claim, now) : claim.state.status === status;
}

import type { Claim, ClaimStatus } from '../../../domain/claim/claim.ts';
import { claimOf, isEscalated, isOpen } from '../../../domain/claim/claim-state.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import { utcDay } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { ClaimPlace, IndexedClaim } from '../../store/claim-store.ts';
import type { RowPage, Scope } from '../../store/scope.ts';
import { utcMonths } from '../months-asked.ts';
import { pageOverPlaces } from '../page-over-places.ts';
import { programOf } from '../terms/load-terms.ts';

/** `open` is filed or under review; `escalated` is open after its deadline. */
export type ListedClaimStatus = ClaimStatus | 'open' | 'escalated';

export interface ClaimQuery {
  readonly scope: Scope;
  /** Null: of all partners. */
  readonly partnerId: PartnerId | null;
  readonly status: ListedClaimStatus | null;
  /** UTC months of filing, `YYYY-MM`, both included; null: the last twelve, of one partner all. */
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
  readonly cursor: string | null;
}

/** One page of the claims that fit, the oldest first; a page may be short and still have a next one. */
export async function listClaims(
  deps: Deps,
  query: ClaimQuery,
): Promise<{ readonly claims: readonly Claim[]; readonly next: string | null }> {
  const { scope, partnerId, status } = query;
  const { claims } = deps.stores;
  await programOf(deps, scope);
  const now = deps.now();
  const isWhole = partnerId !== null && query.from === null && query.to === null;
  const months = isWhole ? null : utcMonths(query, now);
  const places: readonly ClaimPlace[] =
    partnerId === null ? (months ?? []).map((month) => ({ by: 'month', month })) : [{ by: 'partner', partnerId }];
  const rowsOf = (place: ClaimPlace, page: RowPage) => claims.indexed(scope, place, page);
  const itemOf = async ({ claimId }: IndexedClaim): Promise<Claim | null> => {
    const claim = claimOf(await claims.steps(scope, claimId));
    if (claim === null || !fits(claim, status, now)) return null;
    return months === null || months.includes(utcDay(claim.filedAt).slice(0, 7)) ? claim : null;
  };
  const { items, next } = await pageOverPlaces({ places, rowsOf, itemOf }, query);
  return { claims: items, next };
}

function fits(claim: Claim, status: ListedClaimStatus | null, now: Instant): boolean {
  if (status === null) return true;
  if (status === 'open') return isOpen(claim);
  return status === 'escalated' ? isEscalated(claim, now) : claim.state.status === status;
}

import type { Deal } from '../../../domain/deal/deal.ts';
import { dealOf } from '../../../domain/deal/deal-state.ts';
import type { Rival } from '../../../domain/deal/rivals.ts';
import { matchKeys, rivalsOf } from '../../../domain/deal/rivals.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';

/** Other registrations of what may be the same customer, as they stand, the first registered first. */
export async function findRivals(
  { stores }: Pick<Deps, 'stores'>,
  scope: Scope,
  deal: Deal,
): Promise<readonly Rival[]> {
  const { name, domain } = matchKeys(deal.content);
  const [byName, byDomain] = await Promise.all([
    stores.deals.alike(scope, 'name', name),
    domain === null ? [] : stores.deals.alike(scope, 'domain', domain),
  ]);
  const ids = [...new Set([...byName, ...byDomain])].filter((dealId) => dealId !== deal.dealId);
  const others = await mapLimited(ids, WORK_AT_ONCE, async (dealId) => dealOf(await stores.deals.steps(scope, dealId)));
  return rivalsOf(
    deal,
    others.filter((other) => other !== null),
  );
}

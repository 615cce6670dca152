import { afterStep, dealOf } from '../../../domain/deal/deal-state.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import { DAY_MS } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DueDeal } from '../../store/deal-store.ts';
import { mapLimited } from '../map-limited.ts';
import { dayOf } from '../settlement/utc-days.ts';
import { programOf } from '../terms/load-terms.ts';

/** A host that stood still for less than this tells all the same. */
const DAYS_LOOKED_BACK = 35;
const AT_ONCE = 16;

export interface DatedDeals {
  readonly escalated: number;
  readonly expired: number;
}

/**
 * Writes down what the date has done to deals, so that it is told: a decision that is late, a protection that is over. Both are so with
 * or without this; asked again, it tells nothing twice.
 */
export async function dateDeals(
  deps: Deps,
  { merchantId }: { readonly merchantId: MerchantId | null },
): Promise<DatedDeals> {
  const now = deps.now();
  const counted = { escalated: 0, expired: 0 };
  for (let back = DAYS_LOOKED_BACK; back >= 0; back -= 1) {
    const due = await deps.stores.deals.dueOn(dayOf(now - back * DAY_MS));
    const own = merchantId === null ? due : due.filter((deal) => deal.merchantId === merchantId);
    for (const done of await mapLimited(own, AT_ONCE, (deal) => dateDeal(deps, deal))) {
      if (done !== null) counted[done] += 1;
    }
  }
  return counted;
}

async function dateDeal(deps: Deps, { dealId, ...scope }: DueDeal): Promise<keyof DatedDeals | null> {
  const deal = dealOf(await deps.stores.deals.steps(scope, dealId));
  if (deal === null) return null;
  const terms = dealTerms(await programOf(deps, scope));
  const step = decideDeal(deal, { kind: 'date' }, { at: deps.now(), by: null, terms });
  if (step === null) return null;
  const isNew = await deps.stores.deals.appendStep(scope, step, afterStep(deal, step));
  return isNew && (step.kind === 'escalated' || step.kind === 'expired') ? step.kind : null;
}

import { afterStep, dealOf } from '../../../domain/deal/deal-state.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DueDeal } from '../../store/deal-store.ts';
import { eachDue } from '../due-lately.ts';
import { programOf } from '../terms/load-terms.ts';

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
  const told = await eachDue({ now: deps.now(), merchantId }, deps.stores.deals.dueOn, (due) => dateDeal(deps, due));
  const count = (kind: keyof DatedDeals) => told.filter((each) => each === kind).length;
  return { escalated: count('escalated'), expired: count('expired') };
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

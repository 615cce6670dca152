import { afterStep, claimOf } from '../../../domain/claim/claim-state.ts';
import { decideClaim } from '../../../domain/claim/decide-claim.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DueClaim } from '../../store/claim-store.ts';
import { eachDue } from '../due-lately.ts';

/** Tells once of each claim that was not answered in time. It is so with or without this, and rejects nothing. */
export async function dateClaims(
  deps: Deps,
  { merchantId }: { readonly merchantId: MerchantId | null },
): Promise<{ readonly escalated: number }> {
  const { claims } = deps.stores;
  const told = await eachDue({ now: deps.now(), merchantId }, claims.dueOn, async ({ claimId, ...scope }: DueClaim) => {
    const claim = claimOf(await claims.steps(scope, claimId));
    const step = claim && decideClaim(claim, { kind: 'date' }, { at: deps.now(), by: null });
    return step !== null && (await claims.appendStep(scope, step, afterStep(claim, step)));
  });
  return { escalated: told.filter(Boolean).length };
}

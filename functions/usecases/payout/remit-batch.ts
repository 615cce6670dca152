import type { Batch, BatchStatus } from '../../../domain/payout/payout.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/store.ts';
import { mapLimited } from '../map-limited.ts';
import { finishApproval } from './approve-batch.ts';
import { advanceBatch, advancePayout, batchIn, payoutOf } from './payout-batch.ts';

const PAYOUTS_AT_ONCE = 16;

/** From where a batch can be handed to the bank, or is already. */
export const REMITTABLE: readonly BatchStatus[] = ['approved', 'remitted'];

/** Marks an approved batch as handed to the bank; from then on it cannot be taken back. Said again it changes nothing. */
export async function remitBatch(
  deps: Deps,
  { scope, batchId, actor }: { readonly scope: Scope; readonly batchId: string; readonly actor: string },
): Promise<Batch> {
  const batch = await batchIn(deps, scope, batchId, REMITTABLE);
  const remitted = batch.status === 'remitted' ? batch : await markRemitted(deps, scope, batch, actor);
  const { remittedAt } = remitted;
  await mapLimited(remitted.items, PAYOUTS_AT_ONCE, async (item) => {
    const payout = await payoutOf(deps, scope, batchId, item);
    if (payout?.status !== 'approved') return;
    await advancePayout(deps, scope, payout, { ...payout, status: 'remitted', remittedAt });
  });
  return remitted;
}

/** An approval that was broken off is ended first: nothing goes to the bank that is not in the books. */
async function markRemitted(deps: Deps, scope: Scope, batch: Batch, actor: string): Promise<Batch> {
  await finishApproval(deps, scope, batch);
  const next: Batch = { ...batch, status: 'remitted', remittedBy: actor, remittedAt: deps.now() };
  return await advanceBatch(deps, scope, batch, next);
}

import type { Batch, BatchStatus } from '../../../domain/payout/payout.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { recordReturnedFee } from '../tax/withhold-payment.ts';
import { programOf } from '../terms/load-terms.ts';
import { finishApproval } from './approve-batch.ts';
import { advanceBatch, advancePayout, batchIn, payoutOf } from './payout-batch.ts';

/** From where a batch can be taken back, or is already. */
export const CANCELLABLE: readonly BatchStatus[] = ['draft', 'approved', 'cancelled'];

/**
 * Takes a batch back before it goes to the bank. Its payouts are still owed: they are drafted again with the next preparation,
 * and what was posted stays in payout until then.
 */
export async function cancelBatch(
  deps: Deps,
  { scope, batchId, actor }: { readonly scope: Scope; readonly batchId: string; readonly actor: string },
): Promise<Batch> {
  const batch = await batchIn(deps, scope, batchId, CANCELLABLE);
  // An approval that was broken off is ended first, so that every payout is posted or none is.
  if (batch.status === 'approved') await finishApproval(deps, scope, batch);
  const now = deps.now();
  const calendar = calendarOf((await programOf(deps, scope)).timezone);
  const cancelled: Batch =
    batch.status === 'cancelled'
      ? batch
      : await advanceBatch(deps, scope, batch, { ...batch, status: 'cancelled', cancelledBy: actor, cancelledAt: now });
  await mapLimited(batch.items, WORK_AT_ONCE, async (item) => {
    const payout = await payoutOf(deps, scope, batchId, item);
    if (payout?.status !== 'draft' && payout?.status !== 'approved') return;
    if (payout.status === 'approved' && payout.paid) {
      await recordReturnedFee(deps, scope.merchantId, payout.paid, calendar.dateOf(now));
    }
    await advancePayout(deps, scope, payout, { ...payout, status: 'cancelled', cancelledAt: cancelled.cancelledAt });
  });
  return cancelled;
}

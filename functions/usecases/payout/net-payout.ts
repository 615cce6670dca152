import type { Payout } from '../../../domain/payout/payout.ts';
import { approvedPayoutEntry } from '../../../domain/payout/payout-entries.ts';
import type { Deps } from '../../runtime/deps.ts';
import { recordPaidFee } from '../tax/withhold-payment.ts';
import { advancePayout } from './payout-batch.ts';
import type { PayoutGround } from './payout-ground.ts';

/**
 * Posts a stored payout that comes to nothing beside the tax that its partner owes: no money leaves, so it goes in no batch, and
 * the close that found it was approved already. Broken off, it is called again and goes on where it was.
 */
export async function settleNetted(deps: Deps, ground: PayoutGround, payout: Payout): Promise<void> {
  const { scope, program, calendar } = ground;
  const at = payout.approvedAt ?? deps.now();
  const approved: Payout = { ...payout, status: 'approved', approvedAt: at };
  // Its time is recorded first, so that the entry is the same however often it is posted.
  if (payout.status === 'draft') await advancePayout(deps, scope, payout, approved);
  await deps.stores.ledger.post(approvedPayoutEntry(approved, program, { at, calendar }));
  if (approved.paid !== null) await recordPaidFee(deps, scope.merchantId, approved.paid);
  await advancePayout(deps, scope, approved, { ...approved, status: 'confirmed', confirmedAt: at, isPosted: true });
}

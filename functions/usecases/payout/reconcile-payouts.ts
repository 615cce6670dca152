import type { PeriodId } from '../../../domain/ids.ts';
import { partnerAccount } from '../../../domain/ledger/account.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import type { BookedPayout, Reconciliation } from '../../../domain/payout/reconcile.ts';
import { reconcile } from '../../../domain/payout/reconcile.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { programOf } from '../terms/load-terms.ts';

export interface ReconcilePayouts {
  readonly scope: Scope;
  /** Only this batch; null: all of the program. */
  readonly batchId: string | null;
  /** Only this period; null: all. */
  readonly periodId: PeriodId | null;
}

/** Holds every posted payout against the ledger: what arrived, what is on its way and for how long, what is not explained. */
export async function reconcilePayouts(deps: Deps, command: ReconcilePayouts): Promise<Reconciliation> {
  const { scope, batchId, periodId } = command;
  await programOf(deps, scope);
  const settlements = await deps.stores.settlements.settlements(scope);
  const booked: BookedPayout[] = [];
  for (const settlement of settlements) {
    if (settlement.status !== 'closed' || (periodId !== null && settlement.periodId !== periodId)) continue;
    const all = await deps.stores.payouts.payouts(scope, settlement.periodId);
    const wanted = all.filter((payout) => batchId === null || payout.batchId === batchId);
    const found = await mapLimited(wanted, WORK_AT_ONCE, (payout) => bookedPayout(deps, scope, payout));
    booked.push(...found.filter((each) => each !== null));
  }
  return reconcile(booked, await deps.stores.payouts.parked(scope), deps.now());
}

/** Null for a payout that is not posted, as it should be. */
async function bookedPayout({ stores }: Deps, scope: Scope, payout: Payout): Promise<BookedPayout | null> {
  const account = partnerAccount(payout.partnerId, 'in-payout');
  let inPayoutMinor = 0n;
  for await (const entry of stores.ledger.entries(scope, payout.partnerId, payout.periodId)) {
    for (const { from, to, amountMinor, currency = entry.currency } of entry.postings) {
      if (currency !== payout.transferCurrency) continue;
      if (to === account) inPayoutMinor += amountMinor;
      if (from === account) inPayoutMinor -= amountMinor;
    }
  }
  return payout.isPosted || inPayoutMinor !== 0n ? { payout, inPayoutMinor } : null;
}

import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { ClearingItem } from '../../../domain/ledger/clearing.ts';
import { clearingIn } from '../../../domain/ledger/clearing.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import { calendarOf, lastDayOf } from '../../../domain/settlement/calendar.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';

/**
 * What payouts of earlier periods had left open on clearing accounts when a period ended, of some partners, oldest first. Only
 * a payout leaves anything there, so the entries of one that had arrived are not read. A program that pays elsewhere has none.
 */
export async function openClearing(
  { stores }: Deps,
  program: Program,
  { periodId, partnerIds }: { readonly periodId: PeriodId; readonly partnerIds: readonly PartnerId[] },
): Promise<readonly ClearingItem[]> {
  if (program.settlement.payout === undefined) return [];
  const settlements = await stores.settlements.settlements(program);
  const earlier = settlements.filter((each) => each.periodId < periodId && each.status === 'closed');
  const lastDay = lastDayOf(periodId);
  const { end } = calendarOf(program.timezone).period(periodId);
  const clearing = clearingIn({ bookedOn: lastDay, effectiveAt: null });
  await mapLimited(partnerIds, WORK_AT_ONCE, async (partnerId) => {
    for (const before of earlier) {
      const payout = await stores.payouts.payout(program, { periodId: before.periodId, partnerId });
      if (payout === null || !payout.isPosted || hadArrived(payout, end)) continue;
      for await (const entry of stores.ledger.entries(program, partnerId, before.periodId)) clearing.add(entry);
    }
  });
  return clearing.items(lastDay);
}

/** One in another currency had not before its exchange was settled, so its entries say. */
function hadArrived({ status, confirmedAt, currency, transferCurrency }: Payout, end: Instant): boolean {
  return status === 'confirmed' && confirmedAt !== null && confirmedAt < end && transferCurrency === currency;
}

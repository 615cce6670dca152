import { partnerAccount } from '../../../domain/ledger/account.ts';
import type { HoldReason } from '../../../domain/payout/payout.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { OwedPayout, PayoutGround } from '../payout/payout-ground.ts';

/** Taxes of a payout: what is added, what is kept back, and what must be settled before it is paid. */
export interface PayoutTax {
  readonly taxMinor: bigint;
  readonly withholdingMinor: bigint;
  readonly reasons: readonly HoldReason[];
}

/** Consumption tax owed on supplies since the payout before, and what the law makes the payer keep back. */
export async function taxForPayout(deps: Deps, ground: PayoutGround, owed: OwedPayout): Promise<PayoutTax> {
  return { taxMinor: await taxOwed(deps, ground, owed), withholdingMinor: 0n, reasons: [] };
}

/** Tax entries of the closed periods back to the last one with a payout, which took all that was owed until then. */
async function taxOwed({ stores }: Deps, { scope, closed }: PayoutGround, { record, partnerId }: OwedPayout) {
  const account = partnerAccount(partnerId, 'tax');
  let owedMinor = 0n;
  const periods = closed.filter(({ periodId }) => periodId <= record.periodId).toReversed();
  for (const { periodId } of periods) {
    const isEarlier = periodId !== record.periodId;
    if (isEarlier && (await stores.payouts.payout(scope, { periodId, partnerId })) !== null) break;
    for await (const { kind, postings } of stores.ledger.entries(scope, partnerId, periodId)) {
      if (kind !== 'tax') continue;
      for (const { from, to, amountMinor } of postings) {
        if (to === account) owedMinor += amountMinor;
        if (from === account) owedMinor -= amountMinor;
      }
    }
  }
  return owedMinor;
}

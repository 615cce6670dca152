import { partnerAccount } from '../../../domain/ledger/account.ts';
import type { PayoutSources } from '../../../domain/payout/draft-payout.ts';
import type { HoldReason } from '../../../domain/payout/payout.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import type { TaxNoteCode } from '../../../domain/tax/tax-note.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { OwedPayout, PayoutGround } from '../payout/payout-ground.ts';
import { withholdPayment } from './withhold-payment.ts';

/** Taxes of a payout: what is added, what is kept back, and what must be settled before it is paid. */
export type PayoutTax = Pick<
  PayoutSources,
  'taxMinor' | 'withholdingMinor' | 'grossUpMinor' | 'taxReasons' | 'needsReview' | 'paid'
>;

export interface PayoutToTax {
  readonly owed: OwedPayout;
  readonly paymentId: string;
  /** The day on which banks are told to pay: 支払の日. */
  readonly paidOn: string;
  /** Payments to the same partner that are drafted before it. */
  readonly beside: readonly PaidFee[];
}

/** Consumption tax owed on supplies since the payout before, and what the law makes the payer keep back. */
export async function taxForPayout(deps: Deps, ground: PayoutGround, payout: PayoutToTax): Promise<PayoutTax> {
  const taxMinor = await taxOwed(deps, ground, payout.owed);
  return { taxMinor, ...(await withheldFrom(deps, ground, payout, taxMinor)) };
}

type Withheld = Omit<PayoutTax, 'taxMinor'>;
const NOTHING: Withheld = { withholdingMinor: 0n, grossUpMinor: 0n, taxReasons: [], needsReview: [], paid: null };

async function withheldFrom(
  deps: Deps,
  { scope, program }: PayoutGround,
  { owed, paymentId, paidOn, beside }: PayoutToTax,
  taxMinor: bigint,
): Promise<Withheld> {
  const { partnerId, payableMinor, record } = owed;
  const { currency } = program;
  const payment = { ...scope, partnerId, paymentId, paidOn, currency, feesMinor: payableMinor, taxMinor, beside };
  const made = await withholdPayment(deps, payment);
  if (made === null) return NOTHING;
  const { withheldMinor, grossUpMinor, needsReview } = made.withholding;
  const codes = needsReview.map(({ code }) => code);
  const name = { partnerId, periodId: record.periodId, programId: scope.programId };
  const planned = (await deps.stores.taxes.statementTax(scope.merchantId, name))?.plannedWithholding;
  const isAsStated = planned?.withheldMinor === withheldMinor && planned.grossUpMinor === grossUpMinor;
  if (planned !== undefined && !isAsStated) codes.push('payment.not-as-stated');
  return {
    withholdingMinor: withheldMinor,
    grossUpMinor,
    taxReasons: codes.flatMap(holdOf),
    needsReview: codes,
    paid: made.paid,
  };
}

/** Where nothing could be reckoned the payout waits, and is not guessed; every other doubt is its approver's to settle. */
function holdOf(code: TaxNoteCode): readonly HoldReason[] {
  if (code === 'profile.missing') return [{ code: 'tax.profile-missing' }];
  return code === 'row.missing' || code === 'jp.unknown-nature' ? [{ code: 'needs-review', note: code }] : [];
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

import type { PayoutSources } from '../../../domain/payout/draft-payout.ts';
import type { HoldReason } from '../../../domain/payout/payout.ts';
import { lastDayOf } from '../../../domain/settlement/calendar.ts';
import { documentAmounts } from '../../../domain/statement/document-amounts.ts';
import { taxFigures } from '../../../domain/statement/document-tax.ts';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
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

/** The consumption tax that goes with a payout by its document, and what the law makes the payer keep back. */
export async function taxForPayout(deps: Deps, ground: PayoutGround, payout: PayoutToTax): Promise<PayoutTax> {
  const { partnerId, record } = payout.owed;
  const { programId, merchantId } = ground.scope;
  const stated = await deps.stores.taxes.statementTax(merchantId, { partnerId, periodId: record.periodId, programId });
  const taxMinor = await taxPaidWith(deps, ground, payout.owed, stated);
  return { taxMinor, ...(await withheldFrom(deps, ground, payout, { taxMinor, stated })) };
}

type Withheld = Omit<PayoutTax, 'taxMinor'>;
const NOTHING: Withheld = { withholdingMinor: 0n, grossUpMinor: 0n, taxReasons: [], needsReview: [], paid: null };

async function withheldFrom(
  deps: Deps,
  { scope, program }: PayoutGround,
  { owed, paymentId, paidOn, beside }: PayoutToTax,
  { taxMinor, stated }: { readonly taxMinor: bigint; readonly stated: StatementTax | null },
): Promise<Withheld> {
  const { partnerId, payableMinor, record } = owed;
  const { currency } = program;
  const own = { ...scope, partnerId, paymentId, paidOn, suppliedOn: lastDayOf(record.periodId) };
  const payment = { ...own, currency, feesMinor: payableMinor, taxMinor, beside };
  const made = await withholdPayment(deps, payment);
  if (made === null) return NOTHING;
  const { withheldMinor, grossUpMinor, needsReview } = made.withholding;
  const codes = needsReview.map(({ code }) => code);
  const planned = stated?.plannedWithholding;
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

/** What the document of the payout pays of the tax that is owed until then, by us or by the partner. */
async function taxPaidWith(
  { stores }: Deps,
  { scope: { merchantId, programId } }: PayoutGround,
  { record: { periodId }, partnerId, payableMinor: payoutMinor }: OwedPayout,
  tax: StatementTax | null,
): Promise<bigint> {
  const [issued] = await stores.documents.steps(merchantId, statementIdOf(programId, periodId, partnerId));
  const taxCarriedMinor = issued?.kind === 'issued' ? issued.taxCarriedMinor : 0n;
  const figures = {
    ...taxFigures(tax, { payableMinor: payoutMinor }),
    suppliedMinor: 0n,
    payoutMinor,
    taxCarriedMinor,
  };
  return documentAmounts(figures).taxPaidMinor;
}

import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { paymentIdOf } from '../../../domain/payout/draft-payout.ts';
import { payableFrom, payeeInForce, payerInForce } from '../../../domain/payout/payee.ts';
import type { Batch, BatchItem, Payout } from '../../../domain/payout/payout.ts';
import { itemOf } from '../../../domain/payout/payout.ts';
import { approvedPayoutEntry } from '../../../domain/payout/payout-entries.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import { formatInstant } from '../../../domain/time.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/store.ts';
import { mapLimited } from '../map-limited.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';
import { recordPaidFee, withholdPayment } from '../tax/withhold-payment.ts';
import { programOf } from '../terms/load-terms.ts';
import { partnerOwner, programOwner } from './payee-change.ts';
import { advanceBatch, advancePayout, batchIn, payoutOf } from './payout-batch.ts';
import { seenFile } from './remittance-file.ts';

const PAYOUTS_AT_ONCE = 16;

export interface ApproveBatch {
  readonly scope: Scope;
  readonly batchId: string;
  readonly actor: string;
  /** The content that the approver saw. */
  readonly contentHash: string;
}

/**
 * A second person approves the content that was seen, and its payouts are posted.
 * Asked again after a crash it goes on where it was.
 */
export async function approveBatch(deps: Deps, command: ApproveBatch): Promise<Batch> {
  const { scope, actor } = command;
  const batch = await approvableBatch(deps, command);
  if (batch.status === 'approved') return await finishApproval(deps, scope, batch);
  const approved: Batch = { ...batch, status: 'approved', approvedBy: actor, approvedAt: deps.now() };
  // The approval is recorded first: from then on the batch is frozen, and what is posted is its content for good.
  return await finishApproval(deps, scope, await advanceBatch(deps, scope, batch, approved));
}

/** The batch as this person may approve it, or a refusal; asked before the approval is started, and by it. */
export async function approvableBatch(deps: Deps, command: ApproveBatch): Promise<Batch> {
  const { scope, batchId, actor, contentHash } = command;
  const batch = await batchIn(deps, scope, batchId, ['draft', 'approved']);
  if (batch.contentHash !== contentHash) {
    const message = `${batchId} has the content ${batch.contentHash} by now; look at it again`;
    throw new DomainError('batch.changed', message, { field: 'contentHash' });
  }
  requireSecondPerson({ name: `batch ${batchId}`, draftedBy: batch.draftedBy }, actor);
  if (batch.status === 'approved') return batch;
  if (batch.items.length === 0) throw new DomainError('batch.empty', `${batchId} holds no payout`);
  refuseWithoutFile(batch);
  await refuseStaleFile(deps, scope, batch);
  const program = await programOf(deps, scope);
  const partners = [...Map.groupBy(batch.items, ({ partnerId }) => partnerId).values()];
  await mapLimited(partners, PAYOUTS_AT_ONCE, async (items) => {
    const beside: PaidFee[] = [];
    for (const item of items) {
      const payout = await refuseStale(deps, scope, batch, item);
      await refuseOtherTax(deps, program, { batch, payout, beside });
      if (payout.paid !== null) beside.push(payout.paid);
    }
  });
  return batch;
}

/** Without a file that a bank would take nothing is released; what keeps it from being written is named, transfer by transfer. */
function refuseWithoutFile({ batchId, file, items }: Batch): void {
  if (file.outcome === 'encoded') return;
  const errors = file.findings.map(({ record, reason }) => {
    const item = items[record - 1];
    return { field: item === undefined ? 'payer' : `items[${record - 1}] (${item.partnerId})`, reason };
  });
  throw new Refusal('batch.not-encodable', `the bank would not take the file of ${batchId}`, errors);
}

/** The file is paid from the account in force, on a day that is not past, and has the bytes that were seen. */
async function refuseStaleFile(deps: Deps, scope: Scope, batch: Batch): Promise<void> {
  const { batchId, payerRevision, scheme, valueDate } = batch;
  const payer = payerInForce(await deps.stores.payees.payees(scope.merchantId, programOwner(scope.programId)), scheme);
  if (payer?.revision !== payerRevision) throw stale(batchId, 'the account that it is paid from has changed');
  const { timezone } = await programOf(deps, scope);
  if (valueDate < calendarOf(timezone).dateOf(deps.now()))
    throw stale(batchId, `its day of payment ${valueDate} is past`);
  await seenFile(deps, scope, batch);
}

/** Posts and moves on every payout of an approved batch that has not followed yet. Safe to repeat, also side by side. */
export async function finishApproval(deps: Deps, scope: Scope, batch: Batch): Promise<Batch> {
  const { approvedAt: at, batchId } = batch;
  if (at === null) return batch;
  const program = await programOf(deps, scope);
  const calendar = calendarOf(program.timezone);
  await mapLimited(batch.items, PAYOUTS_AT_ONCE, async (item) => {
    const payout = await payoutOf(deps, scope, batchId, item);
    if (payout?.status !== 'draft') return;
    if (!payout.isPosted) await deps.stores.ledger.post(approvedPayoutEntry(payout, program, { at, calendar }));
    // From here on the payment counts for those after it in its month and year.
    if (payout.paid !== null) await recordPaidFee(deps, scope.merchantId, payout.paid);
    await advancePayout(deps, scope, payout, { ...payout, status: 'approved', approvedAt: at, isPosted: true });
  });
  return batch;
}

/** What is approved must be what would be prepared now: the same amounts, to the payee in force, whose hold is over. */
async function refuseStale(deps: Deps, scope: Scope, { batchId }: Batch, item: BatchItem): Promise<Payout> {
  const payout = await payoutOf(deps, scope, batchId, item);
  const isSame = payout?.status === 'draft' && canonical(itemOf(payout, item.payeeRevision)) === canonical(item);
  if (payout === null || !isSame) throw stale(batchId, `${item.payoutId} has changed`);
  const payee = payeeInForce(await deps.stores.payees.payees(scope.merchantId, partnerOwner(item.partnerId)));
  if (payee === null || payee.revision !== item.payeeRevision) {
    throw stale(batchId, `the payee of ${item.partnerId} has changed`);
  }
  const until = payableFrom(payee);
  if (until > deps.now()) throw stale(batchId, `the payee of ${item.partnerId} rests until ${formatInstant(until)}`);
  return payout;
}

interface TaxSeen {
  readonly batch: Batch;
  readonly payout: Payout;
  readonly beside: readonly PaidFee[];
}

/** What is kept back is what the law says today, with what was paid to the partner meanwhile; posted amounts stay. */
async function refuseOtherTax(deps: Deps, program: Program, { batch, payout, beside }: TaxSeen): Promise<void> {
  const { paid, isPosted, payableMinor: feesMinor, taxMinor, withholdingMinor, grossUpMinor, partnerId } = payout;
  if (isPosted) return;
  const { merchantId, programId, currency } = program;
  const name = { merchantId, programId, partnerId, currency, paidOn: batch.valueDate };
  const paymentId = paymentIdOf(program, payout.payoutId, payout.attempt);
  const now = await withholdPayment(deps, { ...name, paymentId, feesMinor, taxMinor, beside });
  const isSame = now?.withholding.withheldMinor === withholdingMinor && now.withholding.grossUpMinor === grossUpMinor;
  const isUntaxed = now === null && paid === null;
  if (!isSame && !isUntaxed) throw stale(batch.batchId, `what is withheld from ${payout.payoutId} has changed`);
}

function stale(batchId: string, why: string): DomainError {
  return new DomainError('batch.stale', `${batchId} is out of date: ${why}; prepare the payouts again`);
}

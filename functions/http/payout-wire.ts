import type { BatchFile } from '../../domain/payout/batch-file.ts';
import { referenceOf } from '../../domain/payout/batch-file.ts';
import type { ParkedResult } from '../../domain/payout/parked-result.ts';
import type { Payee } from '../../domain/payout/payee.ts';
import { payableFrom } from '../../domain/payout/payee.ts';
import type { Batch, BatchItem, HoldReason, Payout, PayoutAmounts } from '../../domain/payout/payout.ts';
import type { OpenItem, Reconciliation } from '../../domain/payout/reconcile.ts';
import type { Language } from '../../domain/said.ts';
import type { PaidFee } from '../../domain/tax/paid-fee.ts';
import { taxNotes } from '../../domain/tax/tax-note.ts';
import { amount, instant } from './wire.ts';

/** How answers write bank details, payouts and batches. Nobody is told a whole account. */

export function payeeAnswer(whole: Payee) {
  const { sealed: _, fingerprint: __, ...payee } = whole;
  return {
    ...payee,
    draftedAt: instant(payee.draftedAt),
    decidedAt: instant(payee.decidedAt),
    payableFrom: payee.status === 'approved' ? instant(payableFrom(whole)) : null,
  };
}

export function payoutAnswer({ currency, transferCurrency, ...payout }: Payout, language: Language) {
  const {
    payableMinor: _,
    taxMinor: __,
    withholdingMinor: ___,
    netMinor: ____,
    transferMinor: _____,
    grossUpMinor: ______,
    heldAt: _______,
    undone: ________,
    exchanged = [],
    ...rest
  } = payout;
  const cost = exchanged.find(({ attempt }) => attempt === payout.attempt);
  return {
    ...rest,
    ...amountsAnswer(payout, currency, transferCurrency),
    reasons: payout.reasons.map((reason) => reasonAnswer(reason, language)),
    released: releaseAnswer(payout.released),
    clearedAt: instant(payout.clearedAt ?? null),
    needsReview: taxNotes(payout.needsReview),
    paid: payout.paid === null ? null : paidAnswer(payout.paid),
    draftedAt: instant(payout.draftedAt),
    approvedAt: instant(payout.approvedAt),
    remittedAt: instant(payout.remittedAt),
    confirmedAt: instant(payout.confirmedAt),
    cancelledAt: instant(payout.cancelledAt),
    returned: payout.returned === null ? null : { ...payout.returned, at: instant(payout.returned.at) },
    cost: cost === undefined ? null : amount(cost.costMinor, currency),
  };
}

export function batchAnswer({ items, currency, transferCurrency, ...batch }: Batch, language: Language) {
  const totals = {
    payableMinor: 0n,
    taxMinor: 0n,
    withholdingMinor: 0n,
    grossUpMinor: 0n,
    netMinor: 0n,
    transferMinor: 0n,
  };
  for (const item of items) {
    for (const name of Object.keys(totals) as (keyof PayoutAmounts)[]) totals[name] += item[name];
  }
  return {
    ...batch,
    currency,
    transferCurrency,
    draftedAt: instant(batch.draftedAt),
    writtenAt: instant(batch.writtenAt),
    approvedAt: instant(batch.approvedAt),
    remittedAt: instant(batch.remittedAt),
    cancelledAt: instant(batch.cancelledAt),
    exchange: exchangeAnswer({ ...batch, items, currency, transferCurrency }),
    file: fileAnswer(batch.file, items, language),
    count: items.length,
    totals: amountsAnswer(totals, currency, transferCurrency),
    items: items.map(
      ({ payoutId, periodId, partnerId, attempt, payeeRevision, needsReview, released, ...amounts }, index) => ({
        reference: referenceOf(batch, index),
        payoutId,
        periodId,
        partnerId,
        attempt,
        payeeRevision,
        released: releaseAnswer(released),
        needsReview: taxNotes(needsReview),
        ...amountsAnswer(amounts, currency, transferCurrency),
      }),
    ),
  };
}

/** What the approver of an exchange must see: what was paid for which sum, and what that gains or loses. */
function exchangeAnswer({ exchange, items, currency, transferCurrency }: Batch) {
  if (exchange === undefined) return null;
  const { paidMinor, bookedMinor, parts, ...rest } = exchange;
  const sent = new Map(items.map(({ payoutId, transferMinor }) => [payoutId, transferMinor]));
  const sentMinor = parts.reduce((sum, { payoutId }) => sum + (sent.get(payoutId) ?? 0n), 0n);
  return {
    ...rest,
    paid: amount(paidMinor, currency),
    booked: amount(bookedMinor, currency),
    gain: amount(bookedMinor - paidMinor, currency),
    transfer: amount(sentMinor, transferCurrency),
    count: parts.length,
  };
}

/** What a person should look at, and whose transfer it is. */
function fileAnswer(file: BatchFile, items: readonly BatchItem[], language: Language) {
  const findings = file.findings.map(({ ja, ...finding }) => ({
    ...finding,
    reason: language === 'ja' ? (ja ?? finding.reason) : finding.reason,
    partnerId: items[finding.record - 1]?.partnerId ?? null,
  }));
  return { ...file, findings };
}

export function reconciliationAnswer({ totals, open, parked }: Reconciliation) {
  return {
    totals: totals.map(({ currency, payouts, byAge, ...sums }) => ({
      currency,
      payouts,
      approved: amount(sums.approvedMinor, currency),
      confirmed: amount(sums.confirmedMinor, currency),
      open: amount(sums.openMinor, currency),
      unexplained: amount(sums.unexplainedMinor, currency),
      byAge: Object.fromEntries(Object.entries(byAge).map(([age, minor]) => [age, amount(minor, currency)])),
    })),
    open: open.map(openAnswer),
    parked: parked.map(({ result, ...age }) => ({ ...parkedAnswer(result), ...age })),
  };
}

export function parkedAnswer({ amountMinor, currency, ...parked }: ParkedResult) {
  return {
    ...parked,
    amount: amountMinor === null ? null : amount(amountMinor, currency),
    parkedAt: instant(parked.parkedAt),
    settled: parked.settled === null ? null : { ...parked.settled, at: instant(parked.settled.at) },
  };
}

function openAnswer({ transferMinor, inPayoutMinor, unexplainedMinor, currency, ...item }: OpenItem) {
  return {
    ...item,
    transfer: amount(transferMinor, currency),
    inPayout: amount(inPayoutMinor, currency),
    unexplained: amount(unexplainedMinor, currency),
  };
}

/** What a partner is told of the payment of a statement: what it comes to, at which rate, and where it is. */
export function paymentAnswer(payout: Payout) {
  const { status, rate, approvedAt, remittedAt, confirmedAt, currency, transferCurrency } = payout;
  return {
    // Booked and not on its way: it was taken back before it left, or is to be sent again.
    status: status === 'draft' || status === 'cancelled' ? 'waiting' : status,
    rate,
    approvedAt: instant(approvedAt),
    remittedAt: instant(remittedAt),
    confirmedAt: instant(confirmedAt),
    ...amountsAnswer(payout, currency, transferCurrency),
  };
}

/** How a payment stands in the tax records; who is paid is known from the partner. */
function paidAnswer({ paymentId, paidOn, kind, withholdingKind, feeMinor, currency, ruleRows }: PaidFee) {
  return { paymentId, paidOn, kind, withholdingKind, base: amount(feeMinor, currency), ruleRows };
}

function amountsAnswer(amounts: PayoutAmounts, currency: string, transferCurrency: string) {
  return {
    payable: amount(amounts.payableMinor, currency),
    tax: amount(amounts.taxMinor, currency),
    withholding: amount(amounts.withholdingMinor, currency),
    grossUp: amount(amounts.grossUpMinor, currency),
    net: amount(amounts.netMinor, currency),
    transfer: amount(amounts.transferMinor, transferCurrency),
  };
}

function releaseAnswer(released: Payout['released']) {
  return released === undefined ? null : { ...released, at: instant(released.at) };
}

function reasonAnswer(reason: HoldReason, language: Language) {
  if (reason.code === 'payee.not-encodable') {
    const { code, note, ja = note } = reason;
    return { code, note: language === 'ja' ? ja : note };
  }
  return 'until' in reason ? { ...reason, until: instant(reason.until) } : reason;
}

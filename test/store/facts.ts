import { randomUUID } from 'node:crypto';
import type { FittedModel } from '../../domain/attribution/fitted-model.ts';
import type { Plan } from '../../domain/commission/plan.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { Coupon, Partner } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { ParkedResult } from '../../domain/payout/parked-result.ts';
import type { Batch, Payout } from '../../domain/payout/payout.ts';
import { itemOf } from '../../domain/payout/payout.ts';
import { payoutIdOf } from '../../domain/payout/payout-entries.ts';
import type { PaidFee } from '../../domain/tax/paid-fee.ts';
import { paidFeeOf } from '../../domain/tax/paid-fee.ts';
import type { StatementTax } from '../../domain/tax/statement-tax.ts';
import { statementTax } from '../../domain/tax/statement-tax.ts';
import type { TaxProfile } from '../../domain/tax/tax-profile.ts';
import { withholding } from '../../domain/tax/withholding.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { Review } from '../../domain/tracking/review.ts';
import type { KeptDecision } from '../../functions/store/fact-store.ts';
import type { EnrollmentFact, OwnedLink, PlanDraft, TermsChange } from '../../functions/store/program-store.ts';
import type { Recorded, Scope } from '../../functions/store/scope.ts';
import type { StatementHeader } from '../../functions/store/statement-store.ts';
import { aPayment, aProfile, aStatement as aStatementToTax } from '../domain/tax/build.ts';

/** 2026-10-05T03:00:00Z */
export const NOON = 1_791_169_200_000;

/** A program of its own, so that tests share tables without meeting. */
export function aScope(): Scope {
  return { merchantId: `mer_${randomUUID()}`, programId: 'prg_1' };
}

export function recorded<T>(fact: T, recordedAt: number = NOON): Recorded<T> {
  return { fact, recordedAt };
}

export function aProgram(scope: Scope, change: Partial<Program> = {}): Program {
  return {
    ...scope,
    name: '春の紹介プログラム',
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
    attribution: {
      model: { name: 'last-touch' },
      lookbackDays: 30,
      minSecondsToConvert: 0,
      clickDedupeSeconds: 0,
      coupon: 'wins',
    },
    settlement: { period: 'month', thresholdMinor: 5000n },
    tracking: { allowedHosts: ['shop.example.jp'], clickIdParameter: 'bpid' },
    ...change,
  };
}

/** A draft of version 2. */
export function aDraft(change: Partial<PlanDraft> = {}): PlanDraft {
  const { version = 2 } = change;
  return {
    version,
    revision: 1,
    status: 'draft',
    plan: aPlan({ version }),
    draftedBy: '田中',
    draftedAt: NOON,
    publishedBy: null,
    ...change,
  };
}

export function aPlan(change: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    effectiveFrom: '2026-10-01',
    rounding: 'half-even',
    base: { includeTax: false, includeShipping: false },
    holdDays: 30,
    rules: [{ id: 'base', when: {}, pay: { rate: '0.05' } }],
    ...change,
  };
}

export function aPartner(change: Partial<Partner> = {}): Partner {
  return { partnerId: 'ptn_1', name: '株式会社さくら', kind: 'affiliate', country: 'JP', customerIds: [], ...change };
}

export function anEnrollment(change: Partial<EnrollmentFact> = {}): EnrollmentFact {
  return {
    partnerId: 'ptn_1',
    joinedAt: NOON,
    endedAt: null,
    terms: { status: 'active', tier: null, segment: null, recruitedBy: null },
    ...change,
  };
}

export function aTermsChange(change: Partial<TermsChange> = {}): TermsChange {
  return {
    partnerId: 'ptn_1',
    from: NOON,
    value: { status: 'active', tier: 'gold', segment: null, recruitedBy: null },
    ...change,
  };
}

export function aLink(scope: Scope, change: Partial<OwnedLink> = {}): OwnedLink {
  return {
    ...scope,
    linkId: `lnk_${randomUUID()}`,
    partnerId: 'ptn_1',
    destination: 'https://shop.example.jp/秋',
    ...change,
  };
}

export function aCoupon(change: Partial<Coupon> = {}): Coupon {
  return { code: 'AKI10', partnerId: 'ptn_1', validFrom: null, validTo: null, ...change };
}

export function aClick(change: Partial<Click> = {}): Click {
  return {
    clickId: 'clk_1',
    occurredAt: NOON,
    visitorId: 'vis_1',
    partnerId: 'ptn_1',
    linkId: 'lnk_1',
    isBot: false,
    ...change,
  };
}

export function aLine(change: Partial<ConversionLine> = {}): ConversionLine {
  return {
    lineId: '1',
    productId: 'sku-1',
    category: '食品',
    quantity: 1,
    amountMinor: 1100n,
    taxMinor: 100n,
    shippingMinor: 0n,
    ...change,
  };
}

export function aConversion(change: Partial<Conversion> = {}): Conversion {
  return {
    conversionId: 'ord_1',
    occurredAt: NOON,
    kind: 'sale',
    currency: 'JPY',
    visitorId: 'vis_1',
    customerId: 'cus_1',
    coupon: null,
    country: 'JP',
    partnerId: null,
    clickId: null,
    lines: [aLine()],
    metadata: {},
    ...change,
  };
}

export function aReversal(change: Partial<Reversal> = {}): Reversal {
  return {
    reversalId: 'rev_1',
    conversionId: 'ord_1',
    lineId: null,
    occurredAt: NOON,
    cause: 'refund',
    amountMinor: 1100n,
    currency: 'JPY',
    quantity: null,
    ...change,
  };
}

export function aReview(change: Partial<Review> = {}): Review {
  return { conversionId: 'ord_1', outcome: 'rejected', reasonCode: 'cancelled', by: 'usr_aoi', at: NOON, ...change };
}

export function aDecision(change: Partial<KeptDecision> = {}): KeptDecision {
  return {
    conversionId: 'ord_1',
    revision: 1,
    planVersion: 1,
    holdUntil: NOON,
    attribution: {
      outcome: 'attributed',
      basis: 'model',
      model: 'last-touch',
      note: null,
      credits: [{ partnerId: 'ptn_1', creditWeight: 1n }],
      touchpoints: [{ type: 'click', id: 'clk_1', occurredAt: NOON, partnerId: 'ptn_1' }],
      refused: [],
    },
    waitsFor: null,
    lines: [{ lineId: '1', partnerId: 'ptn_1', ruleId: 'base', netBaseMinor: 1000n, amountMinor: 50n }],
    ...change,
  };
}

export function anEntry(scope: Scope, change: Partial<Entry> = {}): Entry {
  return {
    ...scope,
    entryId: 'accrual:ord_1:ptn_1',
    partnerId: 'ptn_1',
    kind: 'accrual',
    periodId: '2026-10',
    bookedOn: '2026-10-31',
    effectiveAt: NOON,
    currency: 'JPY',
    cause: {
      type: 'conversion',
      conversionId: 'ord_1',
      lines: [{ lineId: '1', ruleId: 'base', amountMinor: 50n }],
    },
    postings: [{ from: 'expense/commission', to: 'partner/ptn_1/held', amountMinor: 50n }],
    ...change,
  };
}

export function aStatement(change: Partial<StatementHeader> = {}): StatementHeader {
  return {
    statementId: 'stm_1',
    programId: 'prg_1',
    partnerId: 'ptn_1',
    periodId: '2026-10',
    currency: 'JPY',
    payableMinor: 12_000n,
    payoutMinor: 12_000n,
    issuedAt: NOON,
    runId: 'run_1',
    ...change,
  };
}

export function aFit(change: Partial<FittedModel> = {}): FittedModel {
  return {
    snapshotId: 'snp_1',
    programId: 'prg_1',
    window: { from: NOON - 30 * 86_400_000, to: NOON },
    journeys: { converting: 2, nonConverting: 1, paths: 3 },
    inputHash: 'abc',
    snapshot: {
      model: 'markov',
      order: 1,
      shares: [{ partnerId: 'ptn_1', shareWeight: 1_000_000_000_000_000n }],
      warnings: [],
    },
    ...change,
  };
}

export function aTaxProfile(change: Partial<TaxProfile> = {}): TaxProfile {
  return aProfile(change);
}

export function aStatementTax(change: Partial<StatementTax> = {}): StatementTax {
  return { ...statementTax(aStatementToTax()), ...change };
}

export function aPaidFee(change: Partial<PaidFee> = {}): PaidFee {
  const { paidOn, currency, taxMinor, profile, payer } = aPayment();
  const payment = { paymentId: 'pay_1', programId: 'prg_1', partnerId: 'ptn_1', paidOn, currency, taxMinor };
  return { ...paidFeeOf(payment, withholding(aPayment()), { profile, payer }), ...change };
}

/** A draft of ¥5,000 with tax of ¥500, of which ¥510 is withheld. */
export function aPayout(change: Partial<Payout> = {}): Payout {
  const { partnerId = 'ptn_1', periodId = '2026-10' } = change;
  return {
    payoutId: payoutIdOf({ partnerId, periodId }),
    periodId,
    partnerId,
    status: 'draft',
    attempt: 1,
    batchId: '2026-10-zengin-1',
    currency: 'JPY',
    transferCurrency: 'JPY',
    rate: null,
    payableMinor: 5000n,
    taxMinor: 500n,
    withholdingMinor: 510n,
    grossUpMinor: 0n,
    netMinor: 4990n,
    transferMinor: 4990n,
    payeeRevision: 1,
    reasons: [{ code: 'payee.changed', until: NOON }],
    needsReview: ['payment.not-as-stated'],
    paid: aPaidFee({ partnerId }),
    daysToPayment: 58,
    isPosted: false,
    draftedAt: NOON,
    approvedAt: null,
    remittedAt: null,
    confirmedAt: null,
    returned: null,
    cancelledAt: null,
    ...change,
  };
}

export function aBatch(change: Partial<Batch> = {}): Batch {
  const undecided = { approvedBy: null, approvedAt: null, remittedBy: null, remittedAt: null };
  return {
    batchId: '2026-10-zengin-1',
    number: '12345678',
    periodId: '2026-10',
    scheme: 'zengin',
    status: 'draft',
    currency: 'JPY',
    transferCurrency: 'JPY',
    rate: null,
    due: { nominal: '2026-11-30', actual: '2026-11-30' },
    valueDate: '2026-11-30',
    items: [itemOf(aPayout(), 1)],
    payerRevision: 1,
    writtenAt: NOON,
    file: { outcome: 'refused', findings: [{ record: 1, reason: '口座名義が長すぎます', severity: 'reject' }] },
    contentHash: 'a'.repeat(64),
    draftedBy: '経理',
    draftedAt: NOON,
    ...undecided,
    cancelledBy: null,
    cancelledAt: null,
    ...change,
  };
}

export function aParkedResult(change: Partial<ParkedResult> = {}): ParkedResult {
  return {
    parkedId: 'a',
    of: 'transfer',
    key: '99999999/1',
    outcome: 'returned',
    reasonCode: '2',
    reason: '口座なし',
    date: '2026-11-30',
    amountMinor: 777n,
    currency: 'JPY',
    why: 'unknown',
    parkedAt: NOON,
    parkedBy: '経理',
    settled: null,
    ...change,
  };
}

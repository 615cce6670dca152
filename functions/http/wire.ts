import type { FittedModel } from '../../domain/attribution/fitted-model.ts';
import { shareText } from '../../domain/attribution/snapshot.ts';
import type { DatedKey } from '../../domain/integrity/signing-key.ts';
import type { ClearingItem } from '../../domain/ledger/clearing.ts';
import { formatAmount } from '../../domain/money/amount.ts';
import type { Coupon } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { SettlementRecord } from '../../domain/settlement/settlement.ts';
import type { DocumentFact, DocumentState } from '../../domain/statement/confirmation.ts';
import { documentNumber } from '../../domain/statement/document.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Review } from '../../domain/tracking/review.ts';
import type { EnrollmentFact, OwnedLink } from '../store/program-store.ts';
import type { Recorded } from '../store/scope.ts';
import type { StatementHeader } from '../store/statement-store.ts';
import type { RecordedConversion } from '../usecases/facts/record-conversion.ts';
import type { RecordedReversal } from '../usecases/facts/record-reversal.ts';
import type { AdjustmentDraft } from '../usecases/ledger/adjustment.ts';
import type { OpeningsDraft } from '../usecases/ledger/opening-balances.ts';
import type { FoundDocument } from '../usecases/statement/search-documents.ts';
import type { PlanVersion } from '../usecases/terms/plan-version.ts';
import { entityTag } from './if-match.ts';

/** How answers write what the domain knows: amounts as decimal strings with their currency, instants as RFC 3339. */

/** What is public and seldom grows may be kept for some minutes. */
export const PUBLIC_CACHE = { 'cache-control': 'public, max-age=300' };

export function amount(minor: bigint, currency: string) {
  return { amount: formatAmount(minor, currency), currency };
}

export function clearingAnswer({ balanceMinor, currency, ...item }: ClearingItem) {
  return { ...item, balance: amount(balanceMinor, currency) };
}

export function instant(at: number | null): string | null {
  return at === null ? null : formatInstant(at);
}

export function clickAnswer({ fact, recordedAt }: Recorded<Click>) {
  return { clickId: fact.clickId, recordedAt: instant(recordedAt) };
}

/** A reversal may wait for its conversion. */
export function reversalAnswer({ reversal, isWaiting }: RecordedReversal) {
  const { reversalId, conversionId } = reversal;
  return { reversalId, conversionId, waiting: isWaiting };
}

export function linkAnswer({ linkId, partnerId, destination }: OwnedLink) {
  return { linkId, partnerId, destination, path: `/t/${encodeURIComponent(linkId)}` };
}

export function couponAnswer({ code, partnerId, validFrom, validTo }: Coupon) {
  return { code, partnerId, validFrom: instant(validFrom), validTo: instant(validTo) };
}

/** A decision about a conversion; `reasonCode` is null for an approval. */
export function reviewAnswer({ conversionId, outcome, reasonCode, by, at }: Review) {
  return { conversionId, outcome, reasonCode, by, at: instant(at) };
}

export function programAnswer({ programId, merchantId, settlement, attribution, ...program }: Program) {
  const { model, ...options } = attribution;
  const { name, ...modelOptions } = model;
  const threshold = amount(settlement.thresholdMinor, program.currency);
  return {
    id: programId,
    merchantId,
    ...program,
    attribution: { model: name, ...modelOptions, ...options },
    settlement: {
      period: settlement.period,
      threshold,
      reserve: settlement.reserve,
      payout: settlement.payout,
      refundRateLimit: settlement.refundRateLimit,
    },
  };
}

/** A fit with what it was made of; shares are decimals of 15 digits. */
export function snapshotAnswer({ fact, recordedAt }: Recorded<FittedModel>) {
  const { snapshot, window, ...others } = fact;
  const { shares, warnings, model, ...options } = snapshot;
  return {
    ...others,
    model,
    ...options,
    from: instant(window.from),
    to: instant(window.to),
    fittedAt: instant(recordedAt),
    warnings,
    shares: shares.map((share) => ({ partnerId: share.partnerId, share: shareText(share) })),
  };
}

export function planAnswer({ plan, ...version }: PlanVersion) {
  if (version.status === 'draft') return { ...plan, ...version, draftedAt: instant(version.draftedAt) };
  return { ...plan, ...version, publishedAt: instant(version.publishedAt) };
}

/** The ETag by which a draft is changed or published; a published version has none. */
export function planHeaders(version: PlanVersion): Readonly<Record<string, string>> {
  return version.status === 'draft' ? { etag: entityTag(version.revision) } : {};
}

export function enrollmentAnswer({ partnerId, joinedAt, endedAt, terms }: EnrollmentFact) {
  return { partnerId, joinedAt: instant(joinedAt), endedAt: instant(endedAt), ...terms };
}

/** What is expected of a conversion; the close decides anew. */
export function conversionAnswer({ decision, currency }: RecordedConversion) {
  const { conversionId, attribution, planVersion, holdUntil, waitsFor, lines } = decision;
  return {
    conversionId,
    outcome: attribution.outcome,
    ...(attribution.outcome === 'unattributed' ? { reason: attribution.reason } : {}),
    waitsFor,
    planVersion,
    holdUntil: instant(holdUntil),
    isProvisional: true,
    lines: lines.map(({ lineId, partnerId, ruleId, netBaseMinor, amountMinor }) => ({
      lineId,
      partnerId,
      ruleId,
      netBase: amount(netBaseMinor, currency),
      commission: amount(amountMinor, currency),
    })),
  };
}

/** An adjustment as it stands; `decidedBy` is the second person. */
export function adjustmentAnswer({ content, draftedAt, decidedAt, ...decision }: AdjustmentDraft, currency: string) {
  const { amountMinor, effectiveAt, reference, ...others } = content;
  const at = { effectiveAt: instant(effectiveAt), draftedAt: instant(draftedAt), decidedAt: instant(decidedAt) };
  return { ...others, amount: amount(amountMinor, currency), reference, ...decision, ...at };
}

/** The balances to take over with their sums, which are what the second person approves. */
export function openingsAnswer({ content, draftedAt, decidedAt, ...decision }: OpeningsDraft, currency: string) {
  let heldMinor = 0n;
  let payableMinor = 0n;
  for (const row of content.rows) {
    heldMinor += row.heldMinor;
    payableMinor += row.payableMinor;
  }
  return {
    importId: content.importId,
    ...decision,
    draftedAt: instant(draftedAt),
    decidedAt: instant(decidedAt),
    partners: content.rows.length,
    totals: { held: amount(heldMinor, currency), payable: amount(payableMinor, currency) },
    rows: content.rows.map((row) => ({
      partnerId: row.partnerId,
      held: amount(row.heldMinor, currency),
      heldUntil: instant(row.heldUntil),
      payable: amount(row.payableMinor, currency),
    })),
  };
}

export function settlementAnswer({
  sealedAt,
  calculatedAt,
  approvedAt,
  closedAt,
  payoutRunAt,
  rejections,
  ...record
}: SettlementRecord) {
  return {
    ...record,
    sealedAt: instant(sealedAt),
    calculatedAt: instant(calculatedAt),
    approvedAt: instant(approvedAt),
    closedAt: instant(closedAt),
    payoutRunAt: instant(payoutRunAt),
    rejections: rejections.map(({ rejectedAt, ...rejection }) => ({ ...rejection, rejectedAt: instant(rejectedAt) })),
  };
}

export function statementAnswer({ payableMinor, payoutMinor, issuedAt, runId: _, ...header }: StatementHeader) {
  return {
    ...header,
    payable: amount(payableMinor, header.currency),
    payout: amount(payoutMinor, header.currency),
    issuedAt: instant(issuedAt),
  };
}

export function documentAnswer({ issued, status, confirmBy }: DocumentState) {
  const { statementId, version } = issued;
  return { statementId, version, number: documentNumber(statementId, version), status, confirmBy: instant(confirmBy) };
}

export function documentStepAnswer(step: DocumentFact) {
  const { version, kind, by } = step;
  const own = { version, kind, at: instant(step.at), by };
  switch (step.kind) {
    case 'issued': {
      const { correction, issuedOn, currency } = step;
      const sums = { total: amount(step.totalMinor, currency), transfer: amount(step.transferMinor, currency) };
      return { ...own, issuedOn, ...sums, confirmBy: instant(step.confirmBy), correction };
    }
    case 'confirmed':
      return { ...own, means: step.means };
    case 'disputed':
      return { ...own, text: step.text, lines: step.lines };
    case 'rejected':
      return { ...own, reason: step.reason, confirmBy: instant(step.confirmBy) };
  }
}

export function foundDocumentAnswer({ fact, status, confirmBy }: FoundDocument) {
  const { statementId, version, issuedOn, partnerId, programId, periodId, totalMinor, currency } = fact;
  const number = documentNumber(statementId, version);
  const named = { statementId, version, number, partnerId, programId, periodId };
  return { ...named, issuedOn, total: amount(totalMinor, currency), status, confirmBy: instant(confirmBy) };
}

/** A public key with the time in which it signs. */
export function keyAnswer({ validFrom, validTo, ...key }: DatedKey) {
  return { ...key, validFrom: instant(validFrom), validTo: instant(validTo) };
}

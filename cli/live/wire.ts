import type { Plan } from '../../domain/commission/plan.ts';
import type { Adjustment, AdjustmentReference, OpeningBalance } from '../../domain/ledger/adjustment.ts';
import { formatAmount } from '../../domain/money/amount.ts';
import type { Coupon, EnrollmentTerms, Partner } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { Dated } from '../../domain/time.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { Review } from '../../domain/tracking/review.ts';
import type { RequestOf } from '../../functions/contract/client.ts';
import type { EnrollmentFact } from '../../functions/store/program-store.ts';
import { csvRow } from '../csv-row.ts';
import { TABLES } from '../folder/folder.ts';

/** What a merchant's own systems would send: each value of a folder as the body of a request. */

/** A program as the body of `create program`. */
export function programBody(program: Program) {
  const { model, ...attribution } = program.attribution;
  const { name, ...options } = model;
  return {
    id: program.programId,
    name: program.name,
    currency: program.currency,
    timezone: program.timezone,
    attribution: { model: name, ...options, ...attribution },
    settlement: {
      period: program.settlement.period,
      threshold: money(program.settlement.thresholdMinor, program.currency),
      ...(program.settlement.reserve === undefined ? {} : { reserve: program.settlement.reserve }),
      ...(program.settlement.refundRateLimit === undefined
        ? {}
        : { refundRateLimit: program.settlement.refundRateLimit }),
      ...(program.settlement.payout === undefined ? {} : { payout: program.settlement.payout }),
    },
    tracking: program.tracking,
    ...(program.noticeDays === undefined ? {} : { noticeDays: program.noticeDays }),
    ...(program.confirmation === undefined ? {} : { confirmation: program.confirmation }),
    ...(program.review === undefined ? {} : { review: program.review }),
    ...(program.deals === undefined ? {} : { deals: program.deals }),
    ...(program.claims === undefined ? {} : { claims: program.claims }),
    ...(program.partnerActivity === true ? { partnerActivity: true } : {}),
    ...(program.fourEyes === true ? { fourEyes: true } : {}),
  };
}

/** A partner as the body of `create partner`. */
export function partnerBody(partner: Partner) {
  return {
    partnerId: partner.partnerId,
    name: partner.name,
    kind: partner.kind,
    country: partner.country,
    customerIds: partner.customerIds,
  };
}

/** A plan as the body of `publish plan`: it was read by the same schema. */
export function planBody(plan: Plan): RequestOf<'publishPlan'>['body'] {
  return plan as RequestOf<'publishPlan'>['body'];
}

/** A membership as the body of `enroll`; its rules were read by the same schema. */
export function enrollmentBody({ partnerId, joinedAt, endedAt, terms }: EnrollmentFact): RequestOf<'enroll'>['body'] {
  const told = { partnerId, joinedAt: formatInstant(joinedAt), endedAt: instantOrNull(endedAt), ...terms };
  return told as RequestOf<'enroll'>['body'];
}

/** A change of a membership as the body of `change terms`. */
export function termsBody({ from, value }: Dated<EnrollmentTerms>): RequestOf<'changeTerms'>['body'] {
  return { from: formatInstant(from), ...value } as RequestOf<'changeTerms'>['body'];
}

/** A coupon as the body of `create coupon`. */
export function couponBody({ code, partnerId, validFrom, validTo }: Coupon) {
  return { code, partnerId, validFrom: instantOrNull(validFrom), validTo: instantOrNull(validTo) };
}

/** A click as the body of `record click`. */
export function clickBody({ clickId, occurredAt, visitorId, partnerId, linkId, isBot }: Click) {
  return { clickId, occurredAt: formatInstant(occurredAt), visitorId, partnerId, linkId, bot: isBot };
}

/** A conversion as the body of `record conversion`. */
export function conversionBody({ lines, occurredAt, ...conversion }: Conversion) {
  return {
    ...conversion,
    occurredAt: formatInstant(occurredAt),
    lines: lines.map((line) => lineBody(line, conversion.currency)),
  };
}

/** A deal as the body of `record won deal`; it is credited to the partner it names, so it carries neither visitor nor click. */
export function wonDealBody(conversion: Conversion) {
  const { conversionId, partnerId, occurredAt, customerId, country, currency, metadata, lines } = conversion;
  return {
    dealId: conversionId,
    partnerId: partnerId ?? '',
    occurredAt: formatInstant(occurredAt),
    customerId,
    country,
    currency,
    metadata,
    lines: lines.map((line) => lineBody(line, currency)),
  };
}

/** A reversal as the body of `record reversal`; a folder says the currency by the conversion only. */
export function reversalBody(reversal: Reversal, currency: string) {
  const { amountMinor, occurredAt, reversalId, conversionId, lineId, cause, quantity, undoes } = reversal;
  return {
    reversalId,
    conversionId,
    lineId,
    occurredAt: formatInstant(occurredAt),
    cause,
    quantity,
    undoes,
    amount: money(amountMinor, currency),
  };
}

/** What the merchant decided of a conversion as the body of `review conversion`. */
export function reviewBody({ outcome, reasonCode }: Review) {
  return { outcome, ...(reasonCode === null ? {} : { reasonCode }) };
}

/** An adjustment as the body of `draft adjustment`. */
export function adjustmentBody(adjustment: Adjustment, currency: string) {
  const { adjustmentId, partnerId, amountMinor, effectiveAt, reason, text, reference } = adjustment;
  const about = reference === null ? {} : withoutType(reference);
  const amount = money(amountMinor, currency);
  return { adjustmentId, partnerId, amount, effectiveAt: formatInstant(effectiveAt), reason, text, ...about };
}

function withoutType({ type: _, ...reference }: AdjustmentReference) {
  return reference;
}

/** Balances taken over as the body of `draft openings`, or null where there are none. */
export function openingsBody(openings: readonly OpeningBalance[], currency: string) {
  const [first] = openings;
  if (first === undefined) return null;
  const rows = openings.map(({ partnerId, heldMinor, heldUntil, payableMinor }) =>
    csvRow([
      partnerId,
      formatAmount(heldMinor, currency),
      instantOrNull(heldUntil) ?? '',
      formatAmount(payableMinor, currency),
      currency,
    ]),
  );
  return { importId: first.importId, csv: csvRow(TABLES.openings.columns) + rows.join('') };
}

function lineBody({ amountMinor, taxMinor, shippingMinor, ...line }: ConversionLine, currency: string) {
  return {
    ...line,
    amount: money(amountMinor, currency),
    tax: money(taxMinor, currency),
    shipping: money(shippingMinor, currency),
  };
}

function money(minor: bigint, currency: string) {
  return { amount: formatAmount(minor, currency), currency };
}

function instantOrNull(at: number | null): string | null {
  return at === null ? null : formatInstant(at);
}

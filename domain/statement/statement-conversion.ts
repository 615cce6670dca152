import type { AttributionBasis, Credit } from '../attribution/attribution.ts';
import type { PartnerId } from '../ids.ts';
import { member, quoted } from '../integrity/canonical.ts';
import { formatRatio } from '../money/ratio.ts';
import { creditsIn } from '../settlement/book-conversion.ts';
import type { BookedConversion } from '../settlement/booked.ts';
import type { PaidLine } from '../settlement/pay-book.ts';
import type { SettledLine } from '../settlement/settle-lines.ts';
import { formatInstant } from '../time.ts';
import type { RejectionReason } from '../tracking/review.ts';

/** What the lines of a conversion share: how the partner came by its credit. Other partners' touchpoints bear no names. */
export interface StatementConversion {
  readonly basis: AttributionBasis | 'share';
  readonly conversionId: string;
  /** The partner's exact share of the conversion; absent where only a revenue share pays. */
  readonly credit?: string | undefined;
  /** Where several partners are credited: all their shares, in the order in which left-over units go to them. */
  readonly credits?: readonly string[] | undefined;
  /** Hash of the conversion as its manifest sealed it. */
  readonly factHash?: string | undefined;
  readonly heldUntil: string;
  readonly kind: string;
  readonly model?: string | undefined;
  /** Why the credit is a linear one though the model is another. */
  readonly note?: string | undefined;
  readonly occurredAt: string;
  /** Which of `credits` is the partner's, counted from 1. */
  readonly place?: number | undefined;
  readonly plan: number;
  readonly refused?: readonly { readonly at: string; readonly id: string; readonly reason: string }[] | undefined;
  /** What the merchant decided about it; absent: nothing yet, or nothing is reviewed. */
  readonly review?: ExplainedReview | undefined;
  readonly rounding: string;
  /** The fit by whose shares a data-driven model divided the conversion. */
  readonly snapshot?: string | undefined;
  readonly touchpoints: readonly {
    readonly at: string;
    readonly id?: string | undefined;
    readonly own: boolean;
    readonly type: string;
  }[];
}

/** A decision as partners read it: who decided is the merchant's own business. */
export interface ExplainedReview {
  readonly at: string;
  readonly outcome: 'approved' | 'rejected';
  readonly reason?: RejectionReason | undefined;
}

/** Each conversion of a partner's lines once, in their order; lines of one conversion are neighbours. */
export function* conversionsOf(partnerId: PartnerId, lines: readonly SettledLine[]): Generator<StatementConversion> {
  let last: BookedConversion | null = null;
  for (const { paid } of lines) {
    if (paid.booked === last) continue;
    last = paid.booked;
    yield statementConversion(partnerId, paid);
  }
}

/** A conversion as JSON text: what `JSON.stringify` of it gives, in a third of the time. */
export function conversionText(conversion: StatementConversion): string {
  const { basis, conversionId, credit, credits, factHash, kind, model, note, place, plan, refused } = conversion;
  const shares = credits === undefined ? '' : `,"credits":["${credits.join('","')}"]`;
  const placed = place === undefined ? '' : `,"place":${place}`;
  const refusals = refused === undefined ? '' : `,"refused":${JSON.stringify(refused)}`;
  const review = conversion.review === undefined ? '' : `,"review":${JSON.stringify(conversion.review)}`;
  let touchpoints = '';
  for (const { at, id, own, type } of conversion.touchpoints) {
    const named = id === undefined ? '' : `"id":${quoted(id)},`;
    touchpoints += `${touchpoints === '' ? '' : ','}{"at":"${at}",${named}"own":${own},"type":"${type}"}`;
  }
  return (
    `{"basis":"${basis}","conversionId":${quoted(conversionId)}${member('credit', credit)}${shares}` +
    `${member('factHash', factHash)},"heldUntil":"${conversion.heldUntil}","kind":"${kind}"` +
    `${member('model', model)}${member('note', note)},"occurredAt":"${conversion.occurredAt}"${placed},` +
    `"plan":${plan}${refusals}${review},"rounding":"${conversion.rounding}"${member('snapshot', conversion.snapshot)},"touchpoints":[${touchpoints}]}`
  );
}

/** A conversion as the statement of a partner shows it. */
export function statementConversion(partnerId: PartnerId, { booked, pay }: PaidLine): StatementConversion {
  const { conversion, attribution } = booked;
  const credits = creditsIn(attribution);
  const place = credits.findIndex((candidate) => candidate.partnerId === partnerId);
  const shares = place < 0 ? [] : sharesOf(credits);
  const touchpoints = attribution.outcome === 'attributed' ? attribution.touchpoints : [];
  const refused = attribution.refused
    .filter((touchpoint) => touchpoint.partnerId === partnerId)
    .map(({ id, occurredAt, reason }) => ({ at: formatInstant(occurredAt), id, reason }));
  return {
    basis: attribution.outcome === 'attributed' && place >= 0 ? attribution.basis : 'share',
    conversionId: conversion.conversionId,
    credit: shares[place],
    credits: shares.length > 1 ? shares : undefined,
    factHash: booked.factHash,
    heldUntil: formatInstant(booked.holdUntil),
    kind: conversion.kind,
    model: (attribution.outcome === 'attributed' ? attribution.model : null) ?? undefined,
    note: (attribution.outcome === 'attributed' ? attribution.note : null) ?? undefined,
    occurredAt: formatInstant(conversion.occurredAt),
    place: shares.length > 1 ? place + 1 : undefined,
    plan: booked.planVersion,
    refused: refused.length > 0 ? refused : undefined,
    review: reviewOf(booked),
    rounding: pay.rounding,
    snapshot: attribution.outcome === 'attributed' ? attribution.snapshotId : undefined,
    touchpoints: touchpoints.map((touchpoint) => {
      const own = touchpoint.partnerId === partnerId;
      const at = formatInstant(touchpoint.occurredAt);
      return { at, id: own ? touchpoint.id : undefined, own, type: touchpoint.type };
    }),
  };
}

function reviewOf({ review }: BookedConversion): ExplainedReview | undefined {
  if (review === undefined) return undefined;
  const { at, outcome, reasonCode } = review;
  return { at: formatInstant(at), outcome, ...(reasonCode === null ? {} : { reason: reasonCode }) };
}

function sharesOf(credits: readonly Credit[]): readonly string[] {
  let total = 0n;
  for (const { creditWeight } of credits) total += creditWeight;
  return credits.map(({ creditWeight }) => formatRatio({ numerator: creditWeight, denominator: total }));
}

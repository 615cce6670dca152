import type { Credit } from '../attribution/attribution.ts';
import type { PartnerId } from '../ids.ts';
import { formatRatio } from '../money/ratio.ts';
import { creditsIn } from '../settlement/book-conversion.ts';
import type { PaidLine } from '../settlement/pay-book.ts';
import type { SettledLine } from '../settlement/settle-lines.ts';
import { formatInstant } from '../time.ts';

/** What the lines of a conversion share: how the partner came by its credit. Other partners' touchpoints bear no names. */
export interface StatementConversion {
  readonly basis: 'model' | 'coupon' | 'named-partner' | 'share';
  readonly conversionId: string;
  /** The partner's exact share of the conversion; absent where only a revenue share pays. */
  readonly credit?: string | undefined;
  readonly heldUntil: string;
  readonly kind: string;
  readonly model?: string | undefined;
  readonly occurredAt: string;
  readonly plan: number;
  readonly refused?: readonly { readonly at: string; readonly id: string; readonly reason: string }[] | undefined;
  readonly rounding: string;
  readonly touchpoints: readonly {
    readonly at: string;
    readonly id?: string | undefined;
    readonly own: boolean;
    readonly type: string;
  }[];
}

/** Each conversion of a partner's lines once, in their order. */
export function conversionsOf(partnerId: PartnerId, lines: readonly SettledLine[]): StatementConversion[] {
  const conversions = new Map(lines.map(({ paid }) => [paid.booked.conversion.conversionId, paid]));
  return [...conversions.values()].map((paid) => statementConversion(partnerId, paid));
}

function statementConversion(partnerId: PartnerId, { booked, pay }: PaidLine): StatementConversion {
  const { conversion, attribution } = booked;
  const credits = creditsIn(attribution);
  const credit = credits.find((candidate) => candidate.partnerId === partnerId);
  const touchpoints = attribution.outcome === 'attributed' ? attribution.touchpoints : [];
  const refused = attribution.refused
    .filter((touchpoint) => touchpoint.partnerId === partnerId)
    .map(({ id, occurredAt, reason }) => ({ at: formatInstant(occurredAt), id, reason }));
  return {
    basis: attribution.outcome === 'attributed' && credit !== undefined ? attribution.basis : 'share',
    conversionId: conversion.conversionId,
    credit:
      credit === undefined
        ? undefined
        : formatRatio({ numerator: credit.creditWeight, denominator: totalWeight(credits) }),
    heldUntil: formatInstant(booked.holdUntil),
    kind: conversion.kind,
    model: (attribution.outcome === 'attributed' ? attribution.model : null) ?? undefined,
    occurredAt: formatInstant(conversion.occurredAt),
    plan: booked.planVersion,
    refused: refused.length > 0 ? refused : undefined,
    rounding: pay.rounding,
    touchpoints: touchpoints.map((touchpoint) => {
      const own = touchpoint.partnerId === partnerId;
      const at = formatInstant(touchpoint.occurredAt);
      return { at, id: own ? touchpoint.id : undefined, own, type: touchpoint.type };
    }),
  };
}

function totalWeight(credits: readonly Credit[]): bigint {
  let total = 0n;
  for (const { creditWeight } of credits) total += creditWeight;
  return total;
}

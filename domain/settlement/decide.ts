import type { Click } from '../tracking/click.ts';
import type { Conversion } from '../tracking/conversion.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Review } from '../tracking/review.ts';
import type { CustomerMemory } from './book-conversion.ts';
import { bookConversion } from './book-conversion.ts';
import type { BookedConversion } from './booked.ts';
import { EMPTY_CARRY } from './carry.ts';
import type { Decision } from './decision.ts';
import { sortedReversals } from './facts.ts';
import type { PaidLine } from './pay-book.ts';
import { payBook } from './pay-book.ts';
import type { ProgramTerms } from './terms.ts';

/** What is known around a conversion. */
export interface Surroundings {
  readonly reversals: readonly Reversal[];
  readonly clicks: readonly Click[];
  readonly customers: CustomerMemory;
  /** What the merchant decided about it; absent: nothing, or nobody asks. */
  readonly review?: Review | undefined;
}

/** A conversion booked and paid alone: its rules at their first step, as if nothing else had been sold. */
export interface Expectation {
  readonly booked: BookedConversion;
  readonly lines: readonly PaidLine[];
}

/** Books and pays one conversion by its surroundings alone. */
export function expectationOf(
  conversion: Conversion,
  { reversals, clicks, customers, review }: Surroundings,
  terms: ProgramTerms,
): Expectation {
  const opened = bookConversion({ conversion }, clicks, terms, customers, new Set());
  const reviewed = review === undefined ? opened : { ...opened, review };
  const booked = { ...reviewed, reversals: sortedReversals(reversals) };
  return { booked, lines: payBook([booked], EMPTY_CARRY, terms) };
}

/** The provisional decision on one conversion alone. */
export function decide(conversion: Conversion, around: Surroundings, terms: ProgramTerms): Decision {
  const { booked, lines } = expectationOf(conversion, around, terms);
  return {
    conversionId: conversion.conversionId,
    planVersion: booked.planVersion,
    holdUntil: booked.holdUntil,
    attribution: booked.attribution,
    waitsFor: booked.waitsFor,
    lines: lines.map(({ line, pay, worth }) => ({
      lineId: conversion.lines[line.position]?.lineId ?? '',
      partnerId: line.partnerId,
      ruleId: line.payId,
      netBaseMinor: pay.netBaseMinor,
      amountMinor: worth.amountMinor,
    })),
  };
}

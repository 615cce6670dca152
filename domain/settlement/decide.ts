import type { Click } from '../tracking/click.ts';
import type { Conversion } from '../tracking/conversion.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { CustomerMemory } from './book-conversion.ts';
import { bookConversion } from './book-conversion.ts';
import { EMPTY_CARRY } from './carry.ts';
import type { Decision } from './decision.ts';
import { sortedReversals } from './facts.ts';
import { payBook } from './pay-book.ts';
import type { ProgramTerms } from './terms.ts';

/** The provisional decision on one conversion alone: its rules at their first step, as if nothing else had been sold. */
export function decide(
  conversion: Conversion,
  reversals: readonly Reversal[],
  clicks: readonly Click[],
  terms: ProgramTerms,
  customers: CustomerMemory,
): Decision {
  const opened = bookConversion(conversion, clicks, terms, customers, new Set());
  const booked = { ...opened, reversals: sortedReversals(reversals) };
  const lines = payBook([booked], EMPTY_CARRY, terms);
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

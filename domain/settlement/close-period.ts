import type { Excess } from '../commission/base.ts';
import { DomainError } from '../errors.ts';
import type { ConversionId } from '../ids.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Reversal } from '../tracking/reversal.ts';
import { bookConversion, openLines } from './book-conversion.ts';
import type { BookedConversion } from './booked.ts';
import type { Period } from './calendar.ts';
import type { Carry } from './carry.ts';
import { carryOver, isActive } from './carry-over.ts';
import { customerBooks } from './customer-books.ts';
import type { PeriodFacts, SealedConversion } from './facts.ts';
import { byOccurrence, journeyVisitors, sortedReversals } from './facts.ts';
import type { Outcomes } from './outcomes.ts';
import { outcomesOf } from './outcomes.ts';
import type { PartnerResult } from './partner-result.ts';
import { partnerResults } from './partner-result.ts';
import { payBook } from './pay-book.ts';
import type { SettledLine } from './settle-lines.ts';
import { settleLines } from './settle-lines.ts';
import { entriesOf } from './settlement-entries.ts';
import type { ProgramTerms } from './terms.ts';

/** One calculation of a period: what every partner is owed and why, the entries to post, and what the next close goes on from. */
export interface PeriodResult {
  readonly period: Period;
  readonly outcomes: Outcomes;
  /** Reversals of the period whose conversion is not known yet. */
  readonly unmatchedReversals: number;
  readonly excesses: readonly Excess[];
  /** By partner id. */
  readonly partners: readonly PartnerResult[];
  /** Lines of the period, and earlier ones that it changed or released; in (occurredAt, conversionId, position) order. */
  readonly lines: readonly SettledLine[];
  readonly entries: readonly Entry[];
  readonly carry: Carry;
}

/**
 * Closes a period: a pure function of the sealed facts, the program's terms and what the last close left. Every target is
 * computed from facts, and what is posted is the target less everything posted before.
 */
export function closePeriod(period: Period, facts: PeriodFacts, carry: Carry, terms: ProgramTerms): PeriodResult {
  const again = facts.conversions.find(({ conversion }) => carry.booked.has(conversion.conversionId));
  if (again) throw new DomainError('manifest.repeats', `${again.conversion.conversionId} was closed before`);
  const customers = customerBooks(carry.customers, facts.conversions);
  const fresh = bookAll(facts, terms, customers);
  const reversals = reversalsByConversion(facts.reversals, carry);

  const booked = new Map(carry.booked);
  for (const conversion of fresh) booked.set(conversion.conversion.conversionId, conversion);
  const unmatched = new Map(carry.unmatched);
  for (const [conversionId, found] of reversals) {
    const target = booked.get(conversionId);
    if (target) {
      booked.set(conversionId, { ...target, reversals: sortedReversals([...target.reversals, ...found]) });
      unmatched.delete(conversionId);
    } else unmatched.set(conversionId, sortedReversals(found));
  }
  for (const waiting of carry.booked.values()) {
    const { conversionId } = waiting.conversion;
    if (waiting.waitsFor !== null) booked.set(conversionId, openLines(booked.get(conversionId) ?? waiting, terms));
  }

  const touched = new Set<ConversionId>([
    ...fresh.map(({ conversion }) => conversion.conversionId),
    ...reversals.keys(),
  ]);
  const active = [...booked.values()].filter(
    (candidate) => touched.has(candidate.conversion.conversionId) || isActive(candidate),
  );
  active.sort((a, b) => byOccurrence(keyOf(a), keyOf(b)));

  const paid = payBook(active, carry, terms);
  const settled = settleLines(paid.lines, period, touched, carry.booked);
  const partners = partnerResults(settled, period, carry, terms);
  return {
    period,
    outcomes: outcomesOf(fresh),
    unmatchedReversals: facts.reversals.filter(({ conversionId }) => !booked.has(conversionId)).length,
    excesses: paid.excesses,
    partners,
    lines: settled.filter((line) => line.isShown),
    entries: entriesOf(settled, partners, period, terms),
    carry: carryOver({ period, carry, booked, unmatched, customers: customers.all(), settled, paid, partners, terms }),
  };
}

function bookAll(
  facts: PeriodFacts,
  terms: ProgramTerms,
  customers: ReturnType<typeof customerBooks>,
): BookedConversion[] {
  const ordered = [...facts.conversions].sort((a, b) => byOccurrence(keyOf(a), keyOf(b)));
  return ordered.map((sealed) => {
    const visitors = journeyVisitors(sealed, (customerId) => customers.find(customerId)?.visitors ?? null);
    const clicks = [...visitors].flatMap((visitorId) => facts.clicks.get(visitorId) ?? []);
    const booked = bookConversion(sealed.conversion, clicks, terms, customers.find);
    customers.noteCredited(booked);
    return booked;
  });
}

/** New reversals by conversion, and those that waited for a conversion that has come now. */
function reversalsByConversion(reversals: readonly Reversal[], carry: Carry): Map<ConversionId, readonly Reversal[]> {
  const byConversion = new Map<ConversionId, readonly Reversal[]>(carry.unmatched);
  for (const reversal of reversals) {
    const found = byConversion.get(reversal.conversionId) ?? [];
    byConversion.set(reversal.conversionId, [...found, reversal]);
  }
  return byConversion;
}

function keyOf({ conversion }: SealedConversion | BookedConversion) {
  return { occurredAt: conversion.occurredAt, id: conversion.conversionId };
}

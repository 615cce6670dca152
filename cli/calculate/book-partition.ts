import type { ClickId, VisitorId } from '../../domain/ids.ts';
import type { ActiveConversion, BookedCarry, ConversionExcess } from '../../domain/settlement/book-period.ts';
import { bookPeriod } from '../../domain/settlement/book-period.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { datedLines } from '../../domain/settlement/carry-over.ts';
import type { PeriodFacts, SealedConversion } from '../../domain/settlement/facts.ts';
import type { Outcomes } from '../../domain/settlement/outcomes.ts';
import type { JourneyFacts } from '../../domain/settlement/program-journeys.ts';
import { seenIn } from '../../domain/settlement/program-journeys.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { PartitionFacts } from '../partitions/partition.ts';

/** What a partition came to in the last month. */
export interface PartitionBooked {
  readonly outcomes: Outcomes;
  readonly unmatchedReversals: number;
  readonly excesses: readonly ConversionExcess[];
}

/** A month with the terms of its conversions: each may have a fit of its own. */
export interface MonthToBook extends Pick<PeriodFacts, 'reviews'> {
  readonly period: Period;
  readonly terms: ProgramTerms;
}

/**
 * Books the conversions of one partition month by month and hands over what each month has to settle. Which lines a later month
 * must look at again follows from their dates, so nothing of the settling need be known here.
 */
export function bookPartition(
  facts: PartitionFacts,
  months: readonly MonthToBook[],
  hand: (month: number, active: ActiveConversion) => void,
): PartitionBooked {
  const factsOf = factsByMonth(
    facts,
    months.map(({ period }) => period),
  );
  let carry: BookedCarry = EMPTY_CARRY;
  let last: PartitionBooked = { outcomes: { recorded: 0, attributed: 0 }, unmatchedReversals: 0, excesses: [] };
  for (const [month, { period, terms, reviews }] of months.entries()) {
    const books = bookPeriod({ ...factsOf(month), reviews }, carry, terms);
    for (const active of books.active) hand(month, active);
    const { outcomes, unmatchedReversals, excesses } = books;
    last = { outcomes, unmatchedReversals, excesses };
    if (month === months.length - 1) break;
    const booked = new Map(books.booked);
    for (const { booked: own } of books.active) booked.set(own.conversion.conversionId, datedLines(own, period, terms));
    carry = { ...books, booked };
  }
  return last;
}

/** The facts of each month; a fact of calculate's belongs to the month in which it happened. */
function factsByMonth(facts: PartitionFacts, months: readonly Period[]): (month: number) => PeriodFacts {
  const clicks = clicksByVisitor(facts.clicks);
  const conversions = byMonth(facts.conversions, months);
  const reversals = byMonth(facts.reversals, months);
  const sealed = sealing(facts);
  return (month) => ({
    clicks,
    reversals: reversals[month] ?? [],
    conversions: (conversions[month] ?? []).map(sealed),
  });
}

/** What the journeys of a partition are made of, those of all months. */
export function journeyFacts(facts: PartitionFacts): JourneyFacts {
  const conversions = facts.conversions.map(sealing(facts));
  return { conversions, clicks: clicksByVisitor(facts.clicks), seen: seenIn(conversions) };
}

function sealing(facts: PartitionFacts): (conversion: Conversion) => SealedConversion {
  const visitorOf = visitorsOf(facts);
  return (conversion) => ({
    conversion,
    clickVisitorId: conversion.clickId === null ? null : (visitorOf.get(conversion.clickId) ?? null),
  });
}

function byMonth<T extends { readonly occurredAt: Instant }>(facts: readonly T[], months: readonly Period[]): T[][] {
  const slices: T[][] = months.map(() => []);
  for (const fact of facts) {
    // Most facts are of the month asked for, which is the last.
    let month = months.length - 1;
    if (fact.occurredAt >= (months[month]?.end ?? 0)) continue;
    while (month > 0 && fact.occurredAt < (months[month]?.start ?? 0)) month -= 1;
    slices[month]?.push(fact);
  }
  return slices;
}

function clicksByVisitor(clicks: readonly Click[]): ReadonlyMap<VisitorId, readonly Click[]> {
  const byVisitor = new Map<VisitorId, Click[]>();
  for (const click of clicks) {
    const own = byVisitor.get(click.visitorId);
    if (own) own.push(click);
    else byVisitor.set(click.visitorId, [click]);
  }
  return byVisitor;
}

/** The visitors of the clicks that conversions name. */
function visitorsOf({ conversions, clicks }: PartitionFacts): ReadonlyMap<ClickId, VisitorId> {
  const named = new Set(conversions.map(({ clickId }) => clickId));
  const visitors = new Map<ClickId, VisitorId>();
  if (named.size === 1 && named.has(null)) return visitors;
  for (const { clickId, visitorId } of clicks) if (named.has(clickId)) visitors.set(clickId, visitorId);
  return visitors;
}

import type { Excess } from '../commission/lay-reversals.ts';
import { Broken } from '../errors.ts';
import type { ClickId, ConversionId, CustomerId, VisitorId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Click } from '../tracking/click.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Review } from '../tracking/review.ts';
import { standing } from '../tracking/review.ts';
import { basesOf, bookConversion, clicksCounted, openLines } from './book-conversion.ts';
import type { BookedConversion } from './booked.ts';
import type { Carry, CustomerBook } from './carry.ts';
import { customerBooks } from './customer-books.ts';
import type { PeriodFacts } from './facts.ts';
import { byConversion, journeyVisitors, sortedReversals } from './facts.ts';
import type { Outcomes } from './outcomes.ts';
import { outcomesOf } from './outcomes.ts';
import type { ProgramTerms } from './terms.ts';

/** The side of a close that looks at conversions: who is credited and which rule pays, before anybody's amounts are known. */
export interface BookedPeriod {
  /** Every conversion of the program so far; their lines are as the last close left them, or new. */
  readonly booked: ReadonlyMap<ConversionId, BookedConversion>;
  readonly unmatched: ReadonlyMap<ConversionId, readonly Reversal[]>;
  /** Decisions about conversions that are not known yet; absent: none. */
  readonly reviews: ReadonlyMap<ConversionId, Review> | undefined;
  readonly customers: ReadonlyMap<CustomerId, CustomerBook>;
  readonly usedClicks: ReadonlySet<ClickId>;
  readonly outcomes: Outcomes;
  /** Reversals of the period whose conversion is not known yet. */
  readonly unmatchedReversals: number;
  /** Of the conversions that this close settles. */
  readonly excesses: readonly ConversionExcess[];
  /** What this close must settle, in (occurredAt, conversionId) order. */
  readonly active: readonly ActiveConversion[];
}

/** An excess with whose it is; `excessMinor` is in the conversion's own currency. */
export interface ConversionExcess extends Excess {
  readonly conversionId: ConversionId;
  readonly currency: Currency;
}

/** A conversion that a close has to settle: new, reversed, or with lines that are still held or in an open window. */
export interface ActiveConversion {
  readonly booked: BookedConversion;
  /** Its lines are in the books for the first time. */
  readonly isNew: boolean;
  /** A fact of the period concerns it. */
  readonly isTouched: boolean;
}

/** What booking goes on from. */
export type BookedCarry = Pick<Carry, 'booked' | 'unmatched' | 'reviews' | 'customers' | 'usedClicks'>;

/**
 * Books the conversions and reversals of a period. Conversions of one customer, and those that share a visitor, belong
 * together; apart from that any division of a program's facts books to the same, part by part.
 */
export function bookPeriod(facts: PeriodFacts, carry: BookedCarry, terms: ProgramTerms): BookedPeriod {
  const again = facts.conversions.find(({ conversion }) => carry.booked.has(conversion.conversionId));
  if (again) throw new Broken('manifest.repeats', `${again.conversion.conversionId} was closed before`);
  const customers = customerBooks(carry.customers, facts.conversions);
  const usedClicks = new Set(carry.usedClicks);
  const fresh = bookAll(facts, terms, customers, usedClicks);
  const reversals = reversalsByConversion(facts.reversals, carry.unmatched);

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
  const { reviewed, waitingReviews } = review(booked, facts.reviews, carry.reviews);
  for (const waiting of carry.booked.values()) {
    const { conversionId } = waiting.conversion;
    if (waiting.waitsFor !== null) booked.set(conversionId, openLines(booked.get(conversionId) ?? waiting, terms));
  }

  const touched = new Set([...reversals.keys(), ...reviewed]);
  for (const { conversion } of fresh) touched.add(conversion.conversionId);
  const active = activeOf(booked.values(), carry.booked, touched);
  return {
    booked,
    unmatched,
    reviews: waitingReviews.size > 0 ? waitingReviews : undefined,
    customers: customers.all(),
    usedClicks,
    outcomes: outcomesOf(fresh),
    unmatchedReversals: facts.reversals.filter(({ conversionId }) => !booked.has(conversionId)).length,
    excesses: active.flatMap((conversion) => excessesOf(conversion.booked, terms)),
    active,
  };
}

/** Lays decisions on the conversions that they are about; the first stands, and those of unknown conversions wait. */
function review(
  booked: Map<ConversionId, BookedConversion>,
  reviews: PeriodFacts['reviews'],
  waiting: Carry['reviews'],
): { readonly reviewed: ReadonlySet<ConversionId>; readonly waitingReviews: ReadonlyMap<ConversionId, Review> } {
  const reviewed = new Set<ConversionId>();
  const waitingReviews = new Map<ConversionId, Review>();
  for (const found of [...(waiting?.values() ?? []), ...(reviews?.values() ?? [])]) {
    const target = booked.get(found.conversionId);
    if (target === undefined) {
      waitingReviews.set(found.conversionId, standing(waitingReviews.get(found.conversionId), found));
    } else if (target.review === undefined) {
      booked.set(found.conversionId, { ...target, review: found });
      reviewed.add(found.conversionId);
    }
  }
  return { reviewed, waitingReviews };
}

function bookAll(
  facts: PeriodFacts,
  terms: ProgramTerms,
  customers: ReturnType<typeof customerBooks>,
  usedClicks: Set<ClickId>,
): BookedConversion[] {
  const isOnce = terms.program.attribution.touchReuse === 'next-conversion-only';
  const ordered = [...facts.conversions].sort((a, b) => byConversion(a.conversion, b.conversion));
  return ordered.map((sealed) => {
    const visitors = journeyVisitors(sealed, (customerId) => customers.find(customerId)?.visitors ?? null);
    const clicks = clicksOf(visitors, facts.clicks);
    const booked = bookConversion(sealed, clicks, terms, customers.find, usedClicks);
    if (isOnce) for (const clickId of clicksCounted(booked.attribution)) usedClicks.add(clickId);
    customers.noteCredited(booked);
    return booked;
  });
}

const NO_CLICKS: readonly Click[] = [];

/** Most conversions have one visitor, whose list serves as it is. */
function clicksOf(visitors: readonly VisitorId[], clicks: PeriodFacts['clicks']): readonly Click[] {
  let all = NO_CLICKS;
  for (const visitorId of visitors) {
    const own = clicks.get(visitorId) ?? NO_CLICKS;
    all = all.length === 0 ? own : [...all, ...own];
  }
  return all;
}

/** New reversals by conversion, and those that waited for a conversion that has come now. */
function reversalsByConversion(
  reversals: readonly Reversal[],
  waiting: Carry['unmatched'],
): Map<ConversionId, readonly Reversal[]> {
  const byConversion = new Map<ConversionId, readonly Reversal[]>(waiting);
  for (const reversal of reversals) {
    const found = byConversion.get(reversal.conversionId) ?? [];
    byConversion.set(reversal.conversionId, [...found, reversal]);
  }
  return byConversion;
}

function activeOf(
  booked: Iterable<BookedConversion>,
  earlier: Carry['booked'],
  touched: ReadonlySet<ConversionId>,
): ActiveConversion[] {
  const active: ActiveConversion[] = [];
  for (const candidate of booked) {
    const { conversionId } = candidate.conversion;
    const isTouched = touched.has(conversionId);
    if (!isTouched && !isActive(candidate)) continue;
    const isNew = (earlier.get(conversionId)?.lines.length ?? 0) === 0;
    active.push({ booked: candidate, isNew, isTouched });
  }
  return active.sort((a, b) => byConversion(a.booked.conversion, b.booked.conversion));
}

/** A booked conversion that the next close must look at even when nothing new is known of it. */
function isActive({ lines, waitsFor }: BookedConversion): boolean {
  return waitsFor !== null || lines.some(({ isReleased, isOpen }) => !isReleased || isOpen);
}

function excessesOf(booked: BookedConversion, terms: ProgramTerms): readonly ConversionExcess[] {
  if (booked.reversals.length === 0) return [];
  const { conversionId, currency } = booked.conversion;
  return basesOf(booked, terms).excesses.map((excess) => ({ ...excess, conversionId, currency }));
}

import type { Frozen } from '../commission/pay-line.ts';
import { ruleOf } from '../commission/pay-line.ts';
import type { ConversionId, PartnerId } from '../ids.ts';
import { bonusKey } from './bonus.ts';
import type { BookedPeriod } from './book-period.ts';
import type { BookedConversion, BookedLine } from './booked.ts';
import { isReleasedBy } from './booked.ts';
import type { Period } from './calendar.ts';
import type { Carry, PartnerBook } from './carry.ts';
import { EMPTY_PARTNER } from './carry.ts';
import type { PartnerResult } from './partner-result.ts';
import { ruleOfLine, windowsEnd } from './pay-book.ts';
import type { SealedWindows } from './seal-windows.ts';
import { sealWindows } from './seal-windows.ts';
import type { SettledLine } from './settle-lines.ts';
import type { ProgramTerms } from './terms.ts';
import { termsPlanOf } from './terms.ts';

/**
 * A conversion after a close as far as dates alone tell: which lines are released, and which are in windows still open. Enough
 * to know what later closes must look at, without anybody's amounts.
 */
export function datedLines(booked: BookedConversion, period: Period, terms: ProgramTerms): BookedConversion {
  const plan = termsPlanOf(terms, booked.planVersion);
  const { occurredAt } = booked.conversion;
  const isReleased = isReleasedBy(booked, period.end, terms);
  const lines = booked.lines.map((line): BookedLine => {
    const end = windowsEnd(ruleOfLine(line, plan, occurredAt, terms), occurredAt, terms);
    return { ...line, isReleased: line.isReleased || isReleased, isOpen: end !== null && end > period.end };
  });
  return { ...booked, lines };
}

interface Closing {
  readonly period: Period;
  readonly carry: Pick<Carry, 'partners' | 'windows'>;
  readonly books: Pick<BookedPeriod, 'booked' | 'unmatched' | 'reviews' | 'customers' | 'usedClicks'>;
  readonly settled: readonly SettledLine[];
  readonly partners: readonly PartnerResult[];
  readonly terms: ProgramTerms;
}

/** What this close leaves to the next. */
export function carryOver({ period, carry, books, settled, partners, terms }: Closing): Carry {
  const { lines, windows } = carriedLines(settled, carry, period, terms);
  return {
    periodId: period.periodId,
    booked: withLines(books.booked, lines),
    unmatched: books.unmatched,
    ...(books.reviews === undefined ? {} : { reviews: books.reviews }),
    customers: books.customers,
    usedClicks: books.usedClicks,
    partners: partnerBooks(carry.partners, partners, windows),
    windows: new Map([...carry.windows, ...(windows.get('') ?? [])]),
  };
}

/** Lines as this close leaves them, by conversion, and the windows that it sealed. */
export interface CarriedLines {
  readonly lines: ReadonlyMap<ConversionId, readonly BookedLine[]>;
  readonly windows: SealedWindows;
}

/** What a close makes of its lines: `isOpen` and `frozen` by when their windows end. */
export function carriedLines(
  settled: readonly SettledLine[],
  before: Pick<Carry, 'partners' | 'windows'>,
  period: Period,
  terms: ProgramTerms,
): CarriedLines {
  const lines = new Map<ConversionId, readonly BookedLine[]>();
  const sealing: SettledLine[] = [];
  let own: BookedLine[] = [];
  for (const [place, line] of settled.entries()) {
    const { conversionId, occurredAt } = line.paid.booked.conversion;
    const end = windowsEnd(ruleOf(line.paid.pay.pay), occurredAt, terms);
    const isOver = end !== null && end <= period.end;
    const booked = bookedLine(line, isOver, end !== null && !isOver);
    own.push(booked);
    if (booked.frozen !== line.paid.line.frozen) sealing.push(line);
    // Lines of one conversion are neighbours; a copy has no room to grow.
    if (settled[place + 1]?.paid.booked === line.paid.booked) continue;
    lines.set(conversionId, own.slice());
    own = [];
  }
  return { lines, windows: sealWindows(sealing, before) };
}

function withLines(
  booked: ReadonlyMap<ConversionId, BookedConversion>,
  lines: CarriedLines['lines'],
): ReadonlyMap<ConversionId, BookedConversion> {
  const rebooked = new Map<ConversionId, BookedConversion>();
  for (const [conversionId, conversion] of booked) {
    const own = lines.get(conversionId);
    rebooked.set(conversionId, own === undefined ? conversion : { ...conversion, lines: own });
  }
  return rebooked;
}

function bookedLine(settled: SettledLine, isOver: boolean, isOpen: boolean): BookedLine {
  const { line, pay, base } = settled.paid;
  return {
    ...line,
    netBaseMinor: pay.netBaseMinor,
    quantity: base.quantity,
    isLive: base.isLive,
    postedMinor: settled.targetMinor,
    // Of a line that was never released before, the very amount.
    releasedMinor: line.releasedMinor === 0n ? settled.releasedMinor : line.releasedMinor + settled.releasedMinor,
    isReleased: settled.isReleased,
    isOpen,
    frozen: isOver ? frozenAt(settled) : line.frozen,
  };
}

/**
 * The first freeze stands: later reversals all count from it, so that they add up without rounding on rounding. Only a won
 * dispute that brings more than was sealed moves it. A dead line is worth nothing that could be sealed: should it come to life,
 * it is paid like one that arrives late.
 */
function frozenAt({ paid, targetMinor }: SettledLine): Frozen | null {
  const { line, pay, base } = paid;
  if (!base.isLive || (line.frozen !== null && pay.netBaseMinor <= line.frozen.netBaseMinor)) return line.frozen;
  return { amountMinor: targetMinor, netBaseMinor: pay.netBaseMinor };
}

/** The books of partners after a close, grown from those before. */
export function partnerBooks(
  before: ReadonlyMap<PartnerId, PartnerBook>,
  partners: readonly PartnerResult[],
  windows: CarriedLines['windows'],
): ReadonlyMap<PartnerId, PartnerBook> {
  const books = new Map(before);
  for (const result of partners) {
    const own = books.get(result.partnerId) ?? EMPTY_PARTNER;
    const bonuses = new Map(own.bonuses);
    for (const { bonusId, window, targetMinor } of result.bonuses) bonuses.set(bonusKey(bonusId, window), targetMinor);
    books.set(result.partnerId, {
      heldMinor: result.heldMinor,
      openingMinor: result.closingMinor,
      windows: new Map([...own.windows, ...(windows.get(result.partnerId) ?? [])]),
      months: result.months,
      bonuses,
      ...(result.heldOpenings.length > 0 ? { heldOpenings: result.heldOpenings } : {}),
      ...(result.reserves.length > 0 ? { reserves: result.reserves } : {}),
    });
  }
  return books;
}

import type { ConversionId } from '../ids.ts';
import type { Entry } from '../ledger/entry.ts';
import type { ConversionExcess } from './book-period.ts';
import { bookPeriod } from './book-period.ts';
import type { BookedConversion } from './booked.ts';
import type { Period } from './calendar.ts';
import type { Carry } from './carry.ts';
import { carryOver } from './carry-over.ts';
import type { PeriodFacts } from './facts.ts';
import type { Outcomes } from './outcomes.ts';
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
  readonly excesses: readonly ConversionExcess[];
  /** By partner id. */
  readonly partners: readonly PartnerResult[];
  /** Lines of the period, and earlier ones that it changed or released; in (occurredAt, conversionId, position) order. */
  readonly lines: readonly SettledLine[];
  readonly entries: readonly Entry[];
  /** Conversions of the period of which not everything counted: nobody earns by them, or touchpoints were refused. */
  readonly uncounted: readonly BookedConversion[];
  readonly carry: Carry;
}

/**
 * Closes a period: a pure function of the sealed facts, the program's terms and what the last close left. Every target is
 * computed from facts, and what is posted is the target less everything posted before. First conversions are booked, then each
 * partner's lines are paid and settled; both can be done in parts, and this does them whole.
 */
export function closePeriod(period: Period, facts: PeriodFacts, carry: Carry, terms: ProgramTerms): PeriodResult {
  const books = bookPeriod(facts, carry, terms);
  const lines = payBook(
    books.active.map(({ booked }) => booked),
    carry,
    terms,
  );
  const settled = settleLines(lines, books.active, period, terms);
  const partners = partnerResults(settled, period, carry.partners, terms);
  return {
    period,
    outcomes: books.outcomes,
    unmatchedReversals: books.unmatchedReversals,
    excesses: books.excesses,
    partners,
    lines: settled.filter((line) => line.isShown),
    entries: entriesOf(settled, partners, period, terms),
    uncounted: uncountedOf(facts, books.booked),
    carry: carryOver({ period, carry, books, settled, partners, terms }),
  };
}

function uncountedOf(
  { conversions }: PeriodFacts,
  booked: ReadonlyMap<ConversionId, BookedConversion>,
): readonly BookedConversion[] {
  return conversions
    .map(({ conversion }) => booked.get(conversion.conversionId))
    .filter((each) => each !== undefined)
    .filter(({ lines, attribution }) => lines.length === 0 || attribution.refused.length > 0);
}

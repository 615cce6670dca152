import type { ConversionId, PartnerId } from '../../domain/ids.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import type { BookedLine } from '../../domain/settlement/booked.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import type { Carry, PartnerBook } from '../../domain/settlement/carry.ts';
import { EMPTY_PARTNER } from '../../domain/settlement/carry.ts';
import { carriedLines, partnerBooks } from '../../domain/settlement/carry-over.ts';
import { byConversion } from '../../domain/settlement/facts.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import { partnerResultIn } from '../../domain/settlement/partner-result.ts';
import type { PartnerSum } from '../../domain/settlement/partner-sum.ts';
import { NO_SUM, sumByPartner } from '../../domain/settlement/partner-sum.ts';
import { payBook } from '../../domain/settlement/pay-book.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import { settleLines } from '../../domain/settlement/settle-lines.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';

/** Partners whose lines are settled together, with the conversions that pay them, month by month. */
export interface Bucket {
  readonly partnerIds: readonly PartnerId[];
  /** In any order; each with the lines of these partners only. */
  readonly conversions: (month: number) => readonly ActiveConversion[];
}

/** A month of a bucket. */
export interface SettledMonth {
  readonly period: Period;
  readonly settled: readonly SettledLine[];
  readonly sums: ReadonlyMap<PartnerId, PartnerSum>;
  /** Without overrides, which depend on what other buckets release. */
  readonly partners: readonly PartnerResult[];
}

/** Pays and settles the lines of some partners, month by month: what was posted and released before stays with the lines. */
export function* settleBucket(bucket: Bucket, months: readonly Period[], terms: ProgramTerms): Generator<SettledMonth> {
  const states = new Map<ConversionId, readonly BookedLine[]>();
  let books: Pick<Carry, 'partners' | 'windows'> = { partners: new Map(), windows: new Map() };
  for (const [month, period] of months.entries()) {
    const active = inOrder(bucket.conversions(month)).map((conversion) => withState(conversion, states));
    const lines = payBook(
      active.map(({ booked }) => booked),
      books,
      terms,
    );
    const settled = settleLines(lines, active, period, terms);
    const sums = sumByPartner(settled, terms);
    const partners = resultsOf(bucket.partnerIds, books.partners, sums, period, terms);
    yield { period, settled, sums, partners };
    if (month === months.length - 1) return;
    const carried = carriedLines(settled, books, period, terms);
    for (const [conversionId, own] of carried.lines) states.set(conversionId, own);
    books = {
      partners: partnerBooks(books.partners, partners, carried.windows),
      windows: new Map([...books.windows, ...(carried.windows.get('') ?? [])]),
    };
  }
}

function inOrder(conversions: readonly ActiveConversion[]): readonly ActiveConversion[] {
  return [...conversions].sort((a, b) => byConversion(a.booked.conversion, b.booked.conversion));
}

/** A conversion with its lines as the last month left them. */
function withState(
  active: ActiveConversion,
  states: ReadonlyMap<ConversionId, readonly BookedLine[]>,
): ActiveConversion {
  const lines = states.get(active.booked.conversion.conversionId);
  return lines === undefined ? active : { ...active, booked: { ...active.booked, lines } };
}

function resultsOf(
  partnerIds: readonly PartnerId[],
  books: ReadonlyMap<PartnerId, PartnerBook>,
  sums: ReadonlyMap<PartnerId, PartnerSum>,
  period: Period,
  terms: ProgramTerms,
): readonly PartnerResult[] {
  const resultOf = partnerResultIn(period, terms);
  return partnerIds.map((partnerId) =>
    resultOf({
      partnerId,
      book: books.get(partnerId) ?? EMPTY_PARTNER,
      sum: sums.get(partnerId) ?? NO_SUM,
      overrides: [],
    }),
  );
}

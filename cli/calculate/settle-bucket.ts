import type { ConversionId, PartnerId } from '../../domain/ids.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import type { BookedConversion, BookedLine } from '../../domain/settlement/booked.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import type { Carry, PartnerBook } from '../../domain/settlement/carry.ts';
import { EMPTY_PARTNER } from '../../domain/settlement/carry.ts';
import { carriedLines, partnerBooks } from '../../domain/settlement/carry-over.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import { partnerResultIn } from '../../domain/settlement/partner-result.ts';
import type { PartnerSum, PartnerSums } from '../../domain/settlement/partner-sum.ts';
import { NO_SUM, sumByPartner } from '../../domain/settlement/partner-sum.ts';
import type { PaidLine } from '../../domain/settlement/pay-book.ts';
import { partnerPayer, payBook } from '../../domain/settlement/pay-book.ts';
import type { SealedWindows } from '../../domain/settlement/seal-windows.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import { settleLines } from '../../domain/settlement/settle-lines.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';

/** Partners whose lines are settled together, with the conversions that pay them, month by month. */
export interface Bucket {
  readonly partnerIds: readonly PartnerId[];
  /**
   * The conversions of a month in (occurredAt, conversionId) order, each with the lines of these partners only: all at once, or
   * slice by slice.
   */
  readonly slices: (month: number, use: SliceUse) => Iterable<readonly ActiveConversion[]>;
  /** It is of one partner, of too much for one slice, and no cap is shared with others. */
  readonly isSliced: boolean;
}

/** What the slices of a month are gone through for: they are paid, and counted first where a rule pays by a total. */
export type SliceUse = 'pay' | 'count';

/** A month of a bucket. */
export interface SettledMonth {
  readonly period: Period;
  readonly sums: ReadonlyMap<PartnerId, PartnerSum>;
  /** Without overrides, which depend on what other buckets release. */
  readonly partners: readonly PartnerResult[];
}

type Books = Pick<Carry, 'partners' | 'windows'>;

/**
 * Pays and settles the lines of some partners, month by month: what was posted and released before stays with the lines. Those
 * of the last month are handed over, slice by slice.
 */
export function* settleBucket(
  bucket: Bucket,
  months: readonly Period[],
  terms: ProgramTerms,
  take: (settled: readonly SettledLine[]) => void,
): Generator<SettledMonth> {
  const states = new Map<ConversionId, readonly BookedLine[]>();
  let books: Books = { partners: new Map(), windows: new Map() };
  for (const [month, period] of months.entries()) {
    const isLast = month === months.length - 1;
    const slices = function* (use: SliceUse): Generator<readonly ActiveConversion[]> {
      for (const slice of bucket.slices(month, use)) yield slice.map((active) => withState(active, states));
    };
    const pay = payerOf(bucket, slices, books, terms);
    const sums: PartnerSums = new Map();
    // As this month leaves them; until it is over, lines stand as the last one left them.
    const after = new Map<ConversionId, readonly BookedLine[]>();
    let sealed = books;
    for (const active of slices('pay')) {
      const settled = settleLines(pay(bookedOf(active)), active, period, terms);
      sumByPartner(settled, terms, sums);
      if (isLast) take(settled);
      else {
        const carried = carriedLines(settled, sealed, period, terms);
        for (const [conversionId, own] of carried.lines) after.set(conversionId, own);
        sealed = withWindows(sealed, carried.windows);
      }
    }
    const partners = resultsOf(bucket.partnerIds, books.partners, sums, period, terms);
    yield { period, sums, partners };
    for (const [conversionId, own] of after) states.set(conversionId, own);
    books = { partners: partnerBooks(sealed.partners, partners, new Map()), windows: sealed.windows };
  }
}

function payerOf(
  { partnerIds, isSliced }: Bucket,
  slices: (use: SliceUse) => Iterable<readonly ActiveConversion[]>,
  books: Books,
  terms: ProgramTerms,
): (conversions: readonly BookedConversion[]) => readonly PaidLine[] {
  const [only] = partnerIds;
  if (!isSliced || only === undefined) return (conversions) => payBook(conversions, books, terms);
  const counted = function* () {
    for (const slice of slices('count')) yield bookedOf(slice);
  };
  return partnerPayer(only, counted, books, terms);
}

const bookedOf = (slice: readonly ActiveConversion[]): readonly BookedConversion[] => slice.map(({ booked }) => booked);

/** Books with the windows that were sealed since. */
function withWindows({ partners, windows }: Books, sealed: SealedWindows): Books {
  const grown = new Map(partners);
  for (const [partnerId, own] of sealed) {
    const book = grown.get(partnerId) ?? EMPTY_PARTNER;
    if (partnerId !== '') grown.set(partnerId, { ...book, windows: new Map([...book.windows, ...own]) });
  }
  return { partners: grown, windows: new Map([...windows, ...(sealed.get('') ?? [])]) };
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

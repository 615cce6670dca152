import type { PartnerId } from '../../domain/ids.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import type { BookedLine } from '../../domain/settlement/booked.ts';
import { byConversion } from '../../domain/settlement/facts.ts';
import type { Bucket, SliceUse } from './settle-bucket.ts';
import type { Shelf, ShelfRecords } from './shelf.ts';
import type { SortedRuns } from './sorted-runs.ts';
import { inParts, sortedRuns } from './sorted-runs.ts';

/** A bucket that would take too much memory at once, as sliced buckets of one partner each, in the order of the partners. */
export interface SlicedBucket {
  readonly buckets: readonly Bucket[];
  /** All of them are settled. */
  readonly remove: () => void;
}

export interface SliceOptions {
  readonly records: ShelfRecords<ActiveConversion>;
  /** The file of a run that is sorted on the way. */
  readonly pathOf: (month: number, run: number) => string;
  /** How many lines and touchpoints a run, and a slice, may have. */
  readonly sizeMax: number;
}

/** Takes the conversions of every month off the shelf and puts them in order of partner and time, on disk. */
export function slicedBucket(
  partnerIds: readonly PartnerId[],
  months: readonly ReturnType<Shelf<ActiveConversion>['take']>[],
  { records, pathOf, sizeMax }: SliceOptions,
): SlicedBucket {
  const limits = { sizeOf, sizeMax };
  const sorted = months.map((conversions, month) =>
    sortedRuns(byPartner(conversions), {
      ...limits,
      compare: byPartnerAndTime,
      records,
      pathOf: (run) => pathOf(month, run),
    }),
  );
  const readers = sorted.map((runs) => ({ pay: partnerReader(runs), count: partnerReader(runs) }));
  const bucketOf = (partnerId: PartnerId): Bucket => ({
    partnerIds: [partnerId],
    slices: (month: number, use: SliceUse) => inParts(readers[month]?.[use](partnerId) ?? [], limits),
    isSliced: true,
  });
  return {
    buckets: partnerIds.map(bucketOf),
    remove: () => {
      for (const runs of sorted) runs.remove();
    },
  };
}

/** Each conversion once for every partner that it has lines of, with those lines. */
function* byPartner(conversions: Iterable<ActiveConversion>): Generator<ActiveConversion> {
  for (const active of conversions) {
    const own = Map.groupBy(active.booked.lines, ({ partnerId }) => partnerId);
    if (own.size === 1) yield active;
    else for (const lines of own.values()) yield { ...active, booked: { ...active.booked, lines } };
  }
}

const partnerOf = ({ booked }: ActiveConversion): PartnerId => (booked.lines[0] as BookedLine).partnerId;

function byPartnerAndTime(a: ActiveConversion, b: ActiveConversion): number {
  const [ofA, ofB] = [partnerOf(a), partnerOf(b)];
  if (ofA !== ofB) return ofA < ofB ? -1 : 1;
  return byConversion(a.booked.conversion, b.booked.conversion);
}

function sizeOf({ booked: { lines, attribution } }: ActiveConversion): number {
  return lines.length + (attribution.outcome === 'attributed' ? attribution.touchpoints.length : 0);
}

/** Reads the conversions of one partner after the other, in the order of the partners. */
function partnerReader(runs: SortedRuns<ActiveConversion>): (partnerId: PartnerId) => Generator<ActiveConversion> {
  let conversions: Iterator<ActiveConversion> | null = null;
  let next: IteratorResult<ActiveConversion> | null = null;
  return function* (partnerId) {
    conversions ??= runs.read()[Symbol.iterator]();
    next ??= conversions.next();
    for (; next.done !== true && partnerOf(next.value) <= partnerId; next = conversions.next()) {
      if (partnerOf(next.value) === partnerId) yield next.value;
    }
  };
}

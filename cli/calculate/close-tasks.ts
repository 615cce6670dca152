import { join } from 'node:path';
import type { PartnerId } from '../../domain/ids.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import type { BookedLine } from '../../domain/settlement/booked.ts';
import { byConversion } from '../../domain/settlement/facts.ts';
import type { Released } from '../../domain/settlement/overrides.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import type { PartnerSum } from '../../domain/settlement/partner-sum.ts';
import { NO_SUM } from '../../domain/settlement/partner-sum.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import type { PartitionFacts } from '../partitions/partition.ts';
import { activeRecords } from './active-record.ts';
import type { PartitionBooked } from './book-partition.ts';
import { bookPartition } from './book-partition.ts';
import type { CloseJob, ClosePlan } from './close-job.ts';
import { bucketsOf, closePlan, isSettledAtOnce } from './close-job.ts';
import type { FitTasks, Sighting } from './fit-tasks.ts';
import { fitTasks } from './fit-tasks.ts';
import type { Bucket } from './settle-bucket.ts';
import { settleBucket } from './settle-bucket.ts';
import type { Shelf } from './shelf.ts';
import type { SlicedBucket } from './sliced-bucket.ts';
import { slicedBucket } from './sliced-bucket.ts';
import type { BucketFiles } from './write-bucket.ts';
import { bucketFiles } from './write-bucket.ts';

/** The parts of a close that need each other only through the shelves: partitions are booked first, then buckets settled. */
export interface CloseTasks extends FitTasks {
  readonly book: (partition: number) => PartitionBooked;
  readonly settle: (bucket: number) => BucketSettled;
  /** What was booked or seen is where other threads find it. */
  readonly handOver: () => void;
}

/** What a bucket leaves to the end of the close, besides the files it wrote. */
export interface BucketSettled {
  /** Of the last month: partners whose figures are final, and whose statements are written. */
  readonly partners: readonly PartnerResult[];
  /** By month: what partners with an upline have released. */
  readonly released: readonly ReadonlyMap<PartnerId, Released>[];
  /** By month: the sums of partners with a downline. */
  readonly open: readonly ReadonlyMap<PartnerId, PartnerSum>[];
}

/** A line or touchpoint on the shelf, with its part of the conversion. */
const SHELF_BYTES = 200;

/** Where tasks leave things to each other. */
export interface Shelves {
  readonly active: Shelf<ActiveConversion>;
  readonly sightings: Shelf<Sighting>;
}

export function closeTasks(
  job: CloseJob,
  { active: shelf, sightings }: Shelves,
  read: (partition: number) => PartitionFacts,
): CloseTasks {
  const plan = closePlan(job);
  const bucketOf = bucketsOf(plan.partnerIds, plan.clicks, job.buckets);
  const inBucket = Map.groupBy(plan.partnerIds, (partnerId) => bucketOf.get(partnerId));
  const bucketsAt = (bucket: number): SlicedBucket => {
    const partnerIds = inBucket.get(bucket) ?? [];
    const places = plan.periods.map((_, month) => ({ month, bucket }));
    const isLarge = places.some((place) => shelf.bytes(place) > job.sliceSize * SHELF_BYTES);
    if (isLarge && !isSettledAtOnce(job.folder)) {
      const pathOf = (month: number, run: number): string => join(job.scratch, `runs-${month}-${bucket}-${run}`);
      const options = { records: activeRecords(plan.partnerIds), pathOf, sizeMax: job.sliceSize };
      return slicedBucket(partnerIds, places.map(shelf.take), options);
    }
    const slices = (month: number) => [[...shelf.take({ month, bucket })].sort(inOrder)];
    return { buckets: [{ partnerIds, slices, isSliced: false }], remove: () => undefined };
  };
  return {
    ...fitTasks(job, plan, sightings, read),
    book: (partition) => {
      return bookPartition(read(partition), plan.toBook, (month, active) => {
        divide(active, bucketOf, (bucket, part) => shelf.put({ month, bucket }, part));
      });
    },
    handOver: () => {
      shelf.flush();
      sightings.flush();
    },
    settle: (bucket) => {
      const settled: GrowingBucket = {
        partners: [],
        released: plan.periods.map(() => new Map()),
        open: plan.periods.map(() => new Map()),
      };
      const files = bucketFiles(bucket, job, plan);
      const { buckets, remove } = bucketsAt(bucket);
      for (const own of buckets) settleInto(settled, own, files, plan);
      remove();
      files.close();
      return settled;
    },
  };
}

interface GrowingBucket {
  readonly partners: PartnerResult[];
  readonly released: readonly Map<PartnerId, Released>[];
  readonly open: readonly Map<PartnerId, PartnerSum>[];
}

/** Settles partners month by month, and writes the last one. */
function settleInto(settled: GrowingBucket, bucket: Bucket, files: BucketFiles, plan: ClosePlan): void {
  const { periods, terms, recruited, recruiters } = plan;
  const begun = bucket.isSliced ? files.begin(bucket.partnerIds[0] ?? '') : null;
  let lines: readonly SettledLine[] = [];
  const takeAll = (all: readonly SettledLine[]): void => {
    lines = all;
  };
  let last: readonly PartnerResult[] = [];
  let month = 0;
  for (const { sums, partners } of settleBucket(bucket, periods, terms, begun?.take ?? takeAll)) {
    for (const partnerId of bucket.partnerIds) {
      const sum = sums.get(partnerId) ?? NO_SUM;
      const { releasedMinor, releasedWithin } = sum;
      if (recruited.has(partnerId)) settled.released[month]?.set(partnerId, { releasedMinor, releasedWithin });
      if (recruiters.has(partnerId)) settled.open[month]?.set(partnerId, sum);
    }
    last = partners;
    month += 1;
  }
  if (begun === null) files.write(last, lines);
  else for (const partner of last) begun.end(partner);
  settled.partners.push(...last.filter(({ partnerId }) => !recruiters.has(partnerId)));
}

/** Hands a conversion to each bucket with the lines of its partners; mostly they are all of one. */
function divide(
  active: ActiveConversion,
  bucketOf: ReadonlyMap<PartnerId, number>,
  put: (bucket: number, part: ActiveConversion) => void,
): void {
  const { lines } = active.booked;
  const [first] = lines;
  if (first === undefined) return;
  const bucketFor = ({ partnerId }: BookedLine): number => bucketOf.get(partnerId) ?? 0;
  const only = bucketFor(first);
  if (lines.every((line) => bucketFor(line) === only)) {
    put(only, active);
    return;
  }
  for (const [bucket, own] of Map.groupBy(lines, bucketFor)) {
    put(bucket, { ...active, booked: { ...active.booked, lines: own } });
  }
}

function inOrder(a: ActiveConversion, b: ActiveConversion): number {
  return byConversion(a.booked.conversion, b.booked.conversion);
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PeriodId } from '../../domain/ids.ts';
import { totalOutcomes } from '../../domain/settlement/outcomes.ts';
import type { Summary } from '../../domain/settlement/summary.ts';
import { summaryOf } from '../../domain/settlement/summary.ts';
import type { PartitionedFolder } from '../partitions/partition.ts';
import type { Progress } from '../progress.ts';
import type { PartitionBooked } from './book-partition.ts';
import type { CloseJob } from './close-job.ts';
import { closePlan, isSettledAtOnce } from './close-job.ts';
import { crewFor, each } from './crew.ts';
import { excessNotes } from './excess-notes.ts';
import { finishPartners } from './finish-partners.ts';
import { fitMonths } from './fit-months.ts';
import { monthsUpTo } from './months-up-to.ts';
import { openTables } from './result-tables.ts';

/** The text of summary.json, and of standard output with `--json`. */
export function summaryJson(summary: Summary): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

/** What an earlier result may hold, and nothing else. */
export const RESULT_NAMES: readonly string[] = [
  'summary.json',
  'commissions.csv',
  'entries.jsonl',
  'statements',
  'books',
];

export interface Places {
  /** An empty folder for the results. */
  readonly out: string;
  /** An empty folder for what is only needed on the way. */
  readonly scratch: string;
  /** How many lines and touchpoints of a bucket stand in memory at once; about as many as most buckets have. */
  readonly sliceSize?: number;
}

const SLICE_SIZE = 40_000;

/**
 * Closes every month of a folder in order, up to the one asked for, and writes that one. Partitions of conversions are booked,
 * then buckets of partners settled, each by itself, so that a large month never stands in memory; the results are the same
 * bytes in however many parts.
 */
export async function closeFolder(
  folder: PartitionedFolder,
  periodId: PeriodId,
  { out, scratch, sliceSize = SLICE_SIZE }: Places,
  progress: Progress,
): Promise<Summary> {
  const { read, ...plain } = folder;
  const months = monthsUpTo(periodId, { firstFactAt: folder.firstFactAt, timezone: folder.program.timezone });
  const places = { scratch, out, sliceSize };
  const toFit: CloseJob = { folder: plain, months, fits: [], buckets: bucketCount(folder), ...places };
  const fits = await fitMonths(toFit, read, progress);
  const job = { ...toFit, fits };
  const plan = closePlan(job);
  await mkdir(join(out, 'statements'));
  const crew = crewFor(job, read);
  try {
    const booking = progress.phase('booking conversions, parts', folder.partitions);
    const booked = await each(folder.partitions, crew.book, () => booking.advance());
    booking.done();
    await crew.handOver();
    const tables = openTables(job);
    const settling = progress.phase('settling partners, parts', job.buckets);
    const settled = await each(job.buckets, crew.settle, (bucket) => {
      tables.take(bucket);
      settling.advance();
    });
    settling.done();
    const partners = finishPartners(settled, plan, out);
    tables.close(partners, plan);
    const period = plan.terms.calendar.period(periodId);
    const { excesses, ...counts } = total(booked);
    const summary = summaryOf({ period, partners, ...counts }, plan.terms);
    await writeFile(join(out, 'summary.json'), summaryJson(summary));
    for (const note of excessNotes(excesses)) progress.note(`bunpai: ${note}`);
    return summary;
  } finally {
    await crew.dismiss();
  }
}

function total(booked: readonly PartitionBooked[]): PartitionBooked {
  return {
    outcomes: totalOutcomes(booked.map(({ outcomes }) => outcomes)),
    unmatchedReversals: booked.reduce((sum, { unmatchedReversals }) => sum + unmatchedReversals, 0),
    excesses: booked.flatMap(({ excesses }) => excesses),
  };
}

/** A conversion may be credited to many partners, so that buckets hold less of the folder than partitions do. */
const BUCKETS_PER_PARTITION = 8;
/** Every bucket has a page in memory while conversions are handed over. */
const BUCKETS_MAX = 1024;

function bucketCount(folder: PartitionedFolder): number {
  const { partitions, partners } = folder;
  return isSettledAtOnce(folder) || partitions === 1
    ? 1
    : Math.max(1, Math.min(partners.length, partitions * BUCKETS_PER_PARTITION, BUCKETS_MAX));
}

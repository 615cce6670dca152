import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Adjustment } from '../../domain/ledger/adjustment.ts';
import { isDataDriven } from '../../domain/partner/program.ts';
import { datedEnrollments } from '../folder/dated-terms.ts';
import { TABLES } from '../folder/folder.ts';
import { collectProblems } from '../folder/problems.ts';
import { readAdjustments, readOpeningBalances } from '../folder/read-decisions.ts';
import { exceptUnknownPartners, readPartners } from '../folder/read-partners.ts';
import { readProgram } from '../folder/read-program.ts';
import { readRates } from '../folder/read-rates.ts';
import { readReviews } from '../folder/read-reviews.ts';
import { readCoupons, readTerms } from '../folder/read-terms.ts';
import type { Phase, Progress } from '../progress.ts';
import type { FolderPartitioned, PartitionOptions } from './partition.ts';
import { partitionFacts, writeRepeats } from './read-partition.ts';
import type { FactsSorted } from './sort-facts.ts';
import { sortFacts, tasksOf } from './sort-facts.ts';
import type { Spill } from './spill.ts';
import type { TaskRunner } from './task-runner.ts';
import { diskRunner, memoryRunner, threadRunner } from './task-runner.ts';
import type { TaskInput } from './tasks.ts';

/** Reads a folder, all files and all rows, and puts its facts into partitions that can be worked through one at a time. */
export async function partitionFolder(directory: string, options: PartitionOptions): Promise<FolderPartitioned> {
  if (!isFolder(directory)) return { ok: false, problems: [`${directory}:1: file: is not a folder that can be read`] };
  const all = collectProblems();
  const read = await readProgram(directory, all);
  const { ids, isWhole, partners, enrollments, ...owned } = await readPartners(directory, all);
  // Otherwise every click and rule would be blamed for a list that could not be read.
  const problems = isWhole ? all : exceptUnknownPartners(all);
  read?.checkPlans(isWhole ? ids : { has: () => true });
  const coupons = await readCoupons(directory, { partnerIds: ids, known: owned.coupons }, problems);
  const reviews = await readReviews(directory, options.latest ?? null, problems);
  const statements = read?.program ?? null;
  const currency = read?.program.currency ?? 'USD';
  const known = { partnerIds: ids, currency, statements, latest: options.latest ?? null };
  const adjustments = await readAdjustments(directory, known, problems);
  const openings = await readOpeningBalances(directory, known, problems);
  const changes = await readTerms(directory, ids, problems);
  const bytes = factBytes(directory);
  // A click that earns only once is asked for by whoever shares its visitor, so nothing may be divided.
  const isDivisible = read?.program.attribution.touchReuse !== 'next-conversion-only';
  const parts = isDivisible ? (options.partitions ?? partitionsFor(bytes)) : 1;
  const input = { folder: directory, latest: options.latest ?? null, partnerIds: [...ids], parts };
  const { facts, spill, place, seed } = await sorted(input, {
    spill: options.spill,
    bytes,
    allClicks: options.allClicks ?? (read !== null && isDataDriven(read.program.attribution.model)),
    programCurrency: read?.program.currency ?? 'USD',
    progress: options.progress,
  });
  for (const problem of facts.problems) problems.add(problem);
  const rates = await readRates(directory, problems);
  if (read === null || problems.count() > 0) return { ok: false, problems: problems.list() };
  const { program, merchant, plans, negotiated } = read;
  if (parts > 1) writeRepeats(place, facts.manifest.repeats);
  return {
    ok: true,
    folder: {
      program: { ...program, merchantId: merchant ?? program.programId },
      plans,
      partners,
      enrollments: datedEnrollments(enrollments, { changes, negotiated, timezone: program.timezone }),
      coupons,
      rates,
      ...(reviews.length === 0 ? {} : { reviews }),
      ...(adjustments.length === 0 ? {} : { adjustments }),
      ...(openings.length === 0 ? {} : { openings }),
      firstFactAt: firstOf(facts.firstAt, adjustments),
      counts: facts.counts,
      clicksByPartner: facts.clicksByPartner,
      partitions: parts,
      seed,
      spill: parts === 1 ? null : place,
      read: (n) => partitionFacts(spill, n, facts.manifest),
    },
  };
}

/** When the first conversion, reversal or adjustment was; null: there is none. */
function firstOf(factAt: number, adjustments: readonly Adjustment[]): number | null {
  const first = adjustments.reduce((at, { effectiveAt }) => Math.min(at, effectiveAt), factAt);
  return first === Number.MAX_SAFE_INTEGER ? null : first;
}

/** Up to so many bytes of CSV text a folder is held in memory as it is. */
const WHOLE_BYTES_MAX = 12 * 2 ** 20;
/** A partition of so many takes far more in memory, once its lines are booked for every partner credited. */
const PARTITION_BYTES = 2 * 2 ** 20;
/** Text packs to about a fifth. */
const PACKED = 5;
/** Below this, starting threads takes longer than they save. */
const THREADS_FROM_BYTES = 16 * 2 ** 20;
const THREADS = 2;

function partitionsFor(bytes: number): number {
  return bytes <= WHOLE_BYTES_MAX ? 1 : Math.ceil(bytes / PARTITION_BYTES);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function factBytes(directory: string): number {
  let bytes = 0;
  for (const { name } of [TABLES.clicks, TABLES.conversions, TABLES.reversals]) {
    const size = (file: string): number => statSync(join(directory, file), { throwIfNoEntry: false })?.size ?? 0;
    bytes += size(`${name}.csv`) + PACKED * size(`${name}.csv.gz`);
  }
  return bytes;
}

interface SortOptions {
  readonly spill: string;
  readonly bytes: number;
  readonly allClicks: boolean;
  readonly programCurrency: string;
  readonly progress: Progress | undefined;
}

interface Sorted {
  readonly facts: FactsSorted;
  readonly spill: Spill;
  /** Where it is on disk, if it is. */
  readonly place: string;
  /** Of the hashes. */
  readonly seed: number;
}

/** Sorts facts into partitions, once more in the one case of many millions in which two conversions share a hash. */
async function sorted(input: Omit<TaskInput, 'seed'>, options: SortOptions): Promise<Sorted> {
  for (let seed = 0; ; seed += 1) {
    const place = join(options.spill, `partitions-${seed}`);
    if (input.parts > 1) mkdirSync(place);
    const runner = runnerFor({ ...input, seed }, { ...options, place });
    const reading = options.progress?.phase('reading facts, steps', tasksOf(runner));
    const facts = await sortFacts(counting(runner, reading), { ...input, seed }, options).finally(runner.close);
    reading?.done();
    if (!facts.isAmbiguous) return { facts, spill: runner.spill(), place, seed };
  }
}

/** The same, counted as it gets on. */
function counting(runner: TaskRunner, reading: Phase | undefined): TaskRunner {
  const run: TaskRunner['run'] = async (place, task) => {
    const result = await runner.run(place, task);
    reading?.advance();
    return result;
  };
  return { ...runner, run };
}

function runnerFor(input: TaskInput, { place, bytes }: { readonly place: string; readonly bytes: number }): TaskRunner {
  if (input.parts === 1) return memoryRunner(input);
  return bytes < THREADS_FROM_BYTES ? diskRunner(place, input) : threadRunner(place, input, THREADS);
}

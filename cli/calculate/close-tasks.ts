import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { Broken } from '../../domain/errors.ts';
import type { PartnerId } from '../../domain/ids.ts';
import { movementsIn } from '../../domain/ledger/balances.ts';
import { checkBookedOn, checkDebt, takenBackBy } from '../../domain/ledger/booking-invariants.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { entryText } from '../../domain/ledger/entry-text.ts';
import { checkBooks, checkEntry } from '../../domain/ledger/invariants.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import type { BookedLine } from '../../domain/settlement/booked.ts';
import { eachLineEntry } from '../../domain/settlement/line-entries.ts';
import { movementEntries } from '../../domain/settlement/movement-entries.ts';
import type { Released } from '../../domain/settlement/overrides.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import type { PartnerSum } from '../../domain/settlement/partner-sum.ts';
import { NO_SUM } from '../../domain/settlement/partner-sum.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import { bonusEntries } from '../../domain/settlement/settlement-entries.ts';
import { linesByPartner, statementHead } from '../../domain/statement/statement.ts';
import { csvRow } from '../csv-row.ts';
import type { PartitionFacts } from '../partitions/partition.ts';
import type { TextFile } from '../text-file.ts';
import { createTextFile } from '../text-file.ts';
import { COMMISSION_COLUMNS } from '../write-results/commission-rows.ts';
import { beginStatement, writeStatement } from '../write-results/statement-files.ts';
import type { PartitionBooked } from './book-partition.ts';
import { bookPartition } from './book-partition.ts';
import type { CloseJob, ClosePlan } from './close-job.ts';
import { bucketsOf, closePlan } from './close-job.ts';
import type { FitTasks, Sighting } from './fit-tasks.ts';
import { fitTasks } from './fit-tasks.ts';
import type { SettledMonth } from './settle-bucket.ts';
import { settleBucket } from './settle-bucket.ts';
import type { Shelf } from './shelf.ts';

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

export const commissionsPart = (out: string, bucket: number): string => join(out, `commissions-${bucket}`);
export const entriesPart = (out: string, bucket: number): string => join(out, `entries-${bucket}`);

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
      const partnerIds = inBucket.get(bucket) ?? [];
      const conversions = (month: number) => shelf.take({ month, bucket });
      const released: BucketSettled['released'][number][] = [];
      const open: BucketSettled['open'][number][] = [];
      let partners: readonly PartnerResult[] = [];
      for (const month of settleBucket({ partnerIds, conversions }, plan.periods, plan.terms)) {
        released.push(new Map([...month.sums].flatMap(([id, sum]) => releasedOf(id, sum, plan))));
        open.push(new Map([...plan.recruiters].flatMap((id) => openSum(id, month, bucketOf.get(id) === bucket))));
        if (month.period.periodId === plan.asked.periodId) partners = writeBucket(month, bucket, job, plan);
      }
      return { partners, released, open };
    },
  };
}

function releasedOf(partnerId: PartnerId, { releasedMinor, releasedWithin }: PartnerSum, { recruited }: ClosePlan) {
  return recruited.has(partnerId) ? [[partnerId, { releasedMinor, releasedWithin }] as const] : [];
}

function openSum(partnerId: PartnerId, { sums }: SettledMonth, isOwn: boolean) {
  return isOwn ? [[partnerId, sums.get(partnerId) ?? NO_SUM] as const] : [];
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

/** Writes the last month of a bucket, and gives the partners that are done with. */
function writeBucket(month: SettledMonth, bucket: number, job: CloseJob, plan: ClosePlan): readonly PartnerResult[] {
  const { period, settled, partners } = month;
  const { terms, recruiters } = plan;
  const commissions = createTextFile(commissionsPart(job.out, bucket));
  if (bucket === 0) commissions.append(csvRow(COMMISSION_COLUMNS));
  const entries = createTextFile(entriesPart(job.out, bucket));
  const all = linesByPartner(settled);
  const shown = linesByPartner(settled.filter(({ isShown }) => isShown));
  // Files that several threads create in one folder make each other wait: every bucket has its own until it is full.
  const statements = join(job.out, `statements-${bucket}`);
  mkdirSync(statements);
  for (const partner of partners) {
    const { partnerId } = partner;
    writeEntries(entries, partner, all.get(partnerId) ?? [], month, plan);
    const head = statementHead(partner, period, terms);
    const write = recruiters.has(partnerId) ? beginStatement : writeStatement;
    write(statements, head, { lines: shown.get(partnerId) ?? [], terms, commissions });
  }
  commissions.close();
  entries.close();
  for (const name of readdirSync(statements)) renameSync(join(statements, name), join(job.out, 'statements', name));
  rmdirSync(statements);
  return partners.filter(({ partnerId }) => !recruiters.has(partnerId));
}

/** The entries of a partner's lines and bonuses; books that they do not add up to stop the close. */
function writeEntries(
  file: TextFile,
  partner: PartnerResult,
  lines: readonly SettledLine[],
  { period }: SettledMonth,
  { terms, recruiters }: ClosePlan,
): void {
  // What is kept back of a recruiter waits for its overrides.
  const isRecruiter = recruiters.has(partner.partnerId);
  const faults: string[] = [];
  const moved = movementsIn();
  let takenBackMinor = 0n;
  const check = (entry: Entry): void => {
    faults.push(...checkEntry(entry), ...checkBookedOn(entry));
    if (partner.payableMinor < 0n) takenBackMinor += takenBackBy(entry);
    moved.add(entry);
  };
  const write = (entry: Entry): void => {
    check(entry);
    file.append(`${entryText(entry)}\n`);
  };
  eachLineEntry(lines, period, terms, write);
  for (const entry of bonusEntries(partner, period, terms)) write(entry);
  for (const entry of movementEntries(partner, period, terms)) (isRecruiter ? check : write)(entry);
  faults.push(...checkBooks(partner, moved.balances), ...checkDebt(partner, takenBackMinor));
  if (faults.length > 0) {
    throw new Broken('close.invariant-broken', `the books of ${period.periodId} do not agree: ${faults.join('; ')}`);
  }
}

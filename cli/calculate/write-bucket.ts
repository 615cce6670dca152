import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { Broken } from '../../domain/errors.ts';
import type { PartnerId } from '../../domain/ids.ts';
import { movementsIn } from '../../domain/ledger/balances.ts';
import { checkBookedOn, checkDebt, takenBackBy } from '../../domain/ledger/booking-invariants.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { entryText } from '../../domain/ledger/entry-text.ts';
import { checkBooks, checkEntry } from '../../domain/ledger/invariants.ts';
import { EMPTY_PARTNER } from '../../domain/settlement/carry.ts';
import { eachLineEntry } from '../../domain/settlement/line-entries.ts';
import { movementEntries } from '../../domain/settlement/movement-entries.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import { partnerResultIn } from '../../domain/settlement/partner-result.ts';
import { NO_SUM } from '../../domain/settlement/partner-sum.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import { bonusEntries } from '../../domain/settlement/settlement-entries.ts';
import { linesByPartner, statementHead } from '../../domain/statement/statement.ts';
import { csvRow } from '../csv-row.ts';
import type { TextFile } from '../text-file.ts';
import { createTextFile } from '../text-file.ts';
import { COMMISSION_COLUMNS } from '../write-results/commission-rows.ts';
import type { StatementPlaces } from '../write-results/statement-files.ts';
import { beginStatement, completeStatement, writeStatement } from '../write-results/statement-files.ts';
import type { CloseJob, ClosePlan } from './close-job.ts';

export const commissionsPart = (out: string, bucket: number): string => join(out, `commissions-${bucket}`);
export const entriesPart = (out: string, bucket: number): string => join(out, `entries-${bucket}`);

/** The results of a bucket's last month, while they are written. Partners come in their order, one after the other. */
export interface BucketFiles {
  /** Writes partners whose lines all stand in memory. */
  readonly write: (partners: readonly PartnerResult[], settled: readonly SettledLine[]) => void;
  /** Begins a partner whose lines come slice by slice. */
  readonly begin: (partnerId: PartnerId) => PartnerSlices;
  readonly close: () => void;
}

export interface PartnerSlices {
  readonly take: (settled: readonly SettledLine[]) => void;
  readonly end: (partner: PartnerResult) => void;
}

export function bucketFiles(bucket: number, { out }: CloseJob, plan: ClosePlan): BucketFiles {
  const { terms, asked, recruiters } = plan;
  const commissions = createTextFile(commissionsPart(out, bucket));
  if (bucket === 0) commissions.append(csvRow(COMMISSION_COLUMNS));
  const entries = createTextFile(entriesPart(out, bucket));
  // Files that several threads create in one folder make each other wait: every bucket has its own until it is full.
  const folder = join(out, `statements-${bucket}`);
  mkdirSync(folder);
  const places: StatementPlaces = { folder, terms, commissions };
  const begin = (partnerId: PartnerId): PartnerSlices => {
    const own = entryWriter(entries, partnerId, plan);
    const unknown = partnerResultIn(asked, terms)({ partnerId, book: EMPTY_PARTNER, sum: NO_SUM, overrides: [] });
    const statement = beginStatement(statementHead(unknown, asked, terms), places);
    return {
      take: (settled) => {
        own.lines(settled);
        statement.take(settled.filter(({ isShown }) => isShown));
      },
      end: (partner) => {
        statement.close();
        own.end(partner);
        // Of a recruiter the figures wait for its overrides.
        if (!recruiters.has(partnerId)) completeStatement(folder, statementHead(partner, asked, terms));
      },
    };
  };
  return {
    begin,
    write: (partners, settled) => {
      const all = linesByPartner(settled);
      const shown = linesByPartner(settled.filter(({ isShown }) => isShown));
      for (const partner of partners) {
        const { partnerId } = partner;
        if (recruiters.has(partnerId)) {
          const begun = begin(partnerId);
          begun.take(all.get(partnerId) ?? []);
          begun.end(partner);
          continue;
        }
        const own = entryWriter(entries, partnerId, plan);
        own.lines(all.get(partnerId) ?? []);
        own.end(partner);
        writeStatement(statementHead(partner, asked, terms), shown.get(partnerId) ?? [], places);
      }
    },
    close: () => {
      commissions.close();
      entries.close();
      for (const name of readdirSync(folder)) renameSync(join(folder, name), join(out, 'statements', name));
      rmdirSync(folder);
    },
  };
}

/** Writes the entries of a partner's lines and bonuses; books that they do not add up to stop the close. */
function entryWriter(file: TextFile, partnerId: PartnerId, { asked, terms, recruiters }: ClosePlan) {
  const faults: string[] = [];
  const moved = movementsIn();
  let takenBackMinor = 0n;
  const check = (entry: Entry): void => {
    faults.push(...checkEntry(entry), ...checkBookedOn(entry));
    takenBackMinor += takenBackBy(entry);
    moved.add(entry);
  };
  const write = (entry: Entry): void => {
    check(entry);
    file.append(`${entryText(entry)}\n`);
  };
  return {
    lines: (settled: readonly SettledLine[]): void => eachLineEntry(settled, asked, terms, write),
    end: (partner: PartnerResult): void => {
      for (const entry of bonusEntries(partner, asked, terms)) write(entry);
      // What is kept back of a recruiter waits for its overrides.
      const take = recruiters.has(partnerId) ? check : write;
      for (const entry of movementEntries(partner, asked, terms)) take(entry);
      faults.push(...checkBooks(partner, moved.balances), ...checkDebt(partner, takenBackMinor));
      if (faults.length === 0) return;
      throw new Broken('close.invariant-broken', `the books of ${asked.periodId} do not agree: ${faults.join('; ')}`);
    },
  };
}

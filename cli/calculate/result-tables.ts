import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../domain/ledger/entry.ts';
import { entryText } from '../../domain/ledger/entry-text.ts';
import { bookedAfter } from '../../domain/settlement/calendar.ts';
import { movementEntries } from '../../domain/settlement/movement-entries.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import { overrideEntries, payoutEntry } from '../../domain/settlement/settlement-entries.ts';
import { statementIdOf } from '../../domain/statement/statement.ts';
import type { TextFile } from '../text-file.ts';
import { continueTextFile } from '../text-file.ts';
import type { CloseJob, ClosePlan } from './close-job.ts';
import { commissionsPart, entriesPart } from './write-bucket.ts';

/** commissions.csv and entries.jsonl while they are put together from the parts of the buckets, in the buckets' order. */
export interface ResultTables {
  /** A bucket is settled. */
  readonly take: (bucket: number) => void;
  /** Adds what only the whole close knows: overrides, then payouts. */
  readonly close: (partners: readonly PartnerResult[], plan: ClosePlan) => void;
}

export function openTables({ out }: CloseJob): ResultTables {
  const commissions = growingFile(join(out, 'commissions.csv'));
  const entries = growingFile(join(out, 'entries.jsonl'));
  const settled = new Set<number>();
  let next = 0;
  return {
    take: (bucket) => {
      settled.add(bucket);
      for (; settled.has(next); next += 1) {
        commissions.take(commissionsPart(out, next));
        entries.take(entriesPart(out, next));
      }
    },
    close: (partners, { asked, terms, recruiters }) => {
      const add = (entry: Entry): void => entries.file().append(`${entryText(entry)}\n`);
      for (const partner of partners) {
        for (const entry of overrideEntries(partner, asked, terms)) add(entry);
        if (!recruiters.has(partner.partnerId)) continue;
        for (const entry of movementEntries(partner, asked, terms)) add(entry);
      }
      const bookedOn = bookedAfter(asked.periodId, asked.end, terms.calendar);
      for (const { partnerId, payoutMinor } of partners) {
        const statementId = statementIdOf(terms.program.programId, asked.periodId, partnerId);
        const entry = payoutEntry({ partnerId, payoutMinor, statementId, bookedOn }, asked, terms);
        if (entry !== null) add(entry);
      }
      commissions.file().close();
      entries.file().close();
    },
  };
}

/** A file whose first part is what it begins as, so that of a small month nothing is copied; the others are put behind it. */
function growingFile(path: string) {
  let opened: TextFile | null = null;
  let hasBegun = false;
  const file = (): TextFile => {
    opened ??= continueTextFile(path);
    return opened;
  };
  return {
    file,
    take: (part: string): void => {
      if (!hasBegun) renameSync(part, path);
      else {
        file().appendFile(part);
        rmSync(part);
      }
      hasBegun = true;
    },
  };
}

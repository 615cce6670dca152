import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../domain/ledger/entry.ts';
import { entryText } from '../../domain/ledger/entry-text.ts';
import { bookedAfter } from '../../domain/settlement/calendar.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import { movementEntries, overrideEntries, payoutEntry } from '../../domain/settlement/settlement-entries.ts';
import { statementIdOf } from '../../domain/statement/statement.ts';
import { csvRow } from '../csv-row.ts';
import { createTextFile } from '../text-file.ts';
import { COMMISSION_COLUMNS } from '../write-results/commission-rows.ts';
import type { CloseJob, ClosePlan } from './close-job.ts';
import { commissionsPart, entriesPart } from './close-tasks.ts';

/** commissions.csv and entries.jsonl while they are put together from the parts of the buckets, in the buckets' order. */
export interface ResultTables {
  /** A bucket is settled. */
  readonly take: (bucket: number) => void;
  /** Adds what only the whole close knows: overrides, then payouts. */
  readonly close: (partners: readonly PartnerResult[], plan: ClosePlan) => void;
}

export function openTables({ out, scratch }: CloseJob): ResultTables {
  const commissions = createTextFile(join(out, 'commissions.csv'));
  const entries = createTextFile(join(out, 'entries.jsonl'));
  const settled = new Set<number>();
  let next = 0;
  commissions.append(csvRow(COMMISSION_COLUMNS));
  return {
    take: (bucket) => {
      settled.add(bucket);
      for (; settled.has(next); next += 1) {
        commissions.appendBytes(taken(commissionsPart(scratch, next)));
        entries.appendBytes(taken(entriesPart(scratch, next)));
      }
    },
    close: (partners, { asked, terms, recruiters }) => {
      const add = (entry: Entry): void => entries.append(`${entryText(entry)}\n`);
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
      commissions.close();
      entries.close();
    },
  };
}

function taken(path: string): Uint8Array {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  rmSync(path, { force: true });
  return bytes;
}

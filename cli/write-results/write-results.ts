import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical } from '../../domain/integrity/canonical.ts';
import { statementsOf } from '../../domain/statement/statement.ts';
import { statementTable } from '../../functions/usecases/statement-csv.ts';
import type { ClosedPeriod } from '../calculate/close-months.ts';
import { csvRow } from '../csv-row.ts';
import type { Progress } from '../progress.ts';
import { createTextFile } from '../text-file.ts';
import { COMMISSION_COLUMNS, commissionRows } from './commission-rows.ts';
import { inPlaceOf } from './in-place-of.ts';

/** The text of summary.json, and of standard output with `--json`. */
export function summaryJson({ summary }: ClosedPeriod): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

/** Writes what a closed period came to. `out` appears whole at the end, or not at all. */
export async function writeResults(closed: ClosedPeriod, out: string, progress: Progress): Promise<void> {
  await inPlaceOf(out, RESULT_NAMES, async (folder) => {
    await mkdir(join(folder, 'statements'));
    await writeStatements(closed, folder, progress);
    await writeEntries(closed, folder);
    await writeFile(join(folder, 'summary.json'), summaryJson(closed));
  });
}

/** What an earlier result may hold, and nothing else. */
export const RESULT_NAMES: readonly string[] = ['summary.json', 'commissions.csv', 'entries.jsonl', 'statements'];

const NOTED_EVERY = 1000;

async function writeStatements({ run, summary }: ClosedPeriod, folder: string, progress: Progress): Promise<void> {
  const commissions = await createTextFile(join(folder, 'commissions.csv'));
  await commissions.append(csvRow(COMMISSION_COLUMNS));
  let written = 0;
  for (const statement of statementsOf(run.result, run.terms)) {
    if (written % NOTED_EVERY === 0) progress.note(`writing statements, ${written} of ${summary.partners.length}`);
    const path = join(folder, 'statements', statement.partner.id);
    await writeFile(`${path}.json`, JSON.stringify(statement));
    await writeFile(`${path}.csv`, statementTable(statement));
    await commissions.append(commissionRows(statement));
    written += 1;
  }
  await commissions.close();
}

async function writeEntries({ ledger, scope, periodId, summary }: ClosedPeriod, folder: string): Promise<void> {
  const entries = await createTextFile(join(folder, 'entries.jsonl'));
  for (const { partnerId } of summary.partners) {
    for await (const entry of ledger.entries(scope, partnerId, periodId)) {
      await entries.append(`${canonical(entry)}\n`);
    }
  }
  await entries.close();
}

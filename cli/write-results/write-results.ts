import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical } from '../../domain/integrity/canonical.ts';
import type { OpenStatement, StatementLine } from '../../domain/statement/statement.ts';
import { openStatementsOf } from '../../domain/statement/statement.ts';
import { tableOf } from '../../functions/usecases/statement-csv.ts';
import type { ClosedPeriod } from '../calculate/close-months.ts';
import { csvRow } from '../csv-row.ts';
import type { Progress } from '../progress.ts';
import type { TextFile } from '../text-file.ts';
import { createTextFile } from '../text-file.ts';
import { COMMISSION_COLUMNS, commissionRow } from './commission-rows.ts';
import { inPlaceOf } from './in-place-of.ts';

/** The text of summary.json, and of standard output with `--json`. */
export function summaryJson({ summary }: ClosedPeriod): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

/** Writes what a closed period came to. `out` appears whole at the end, or not at all. */
export async function writeResults(closed: ClosedPeriod, out: string, progress: Progress): Promise<void> {
  await inPlaceOf(out, RESULT_NAMES, async (folder) => {
    await mkdir(join(folder, 'statements'));
    writeStatements(closed, folder, progress);
    await writeEntries(closed, folder);
    await writeFile(join(folder, 'summary.json'), summaryJson(closed));
  });
}

/** What an earlier result may hold, and nothing else. */
export const RESULT_NAMES: readonly string[] = ['summary.json', 'commissions.csv', 'entries.jsonl', 'statements'];

const NOTED_EVERY = 1000;

function writeStatements({ run, summary }: ClosedPeriod, folder: string, progress: Progress): void {
  const commissions = createTextFile(join(folder, 'commissions.csv'));
  commissions.append(csvRow(COMMISSION_COLUMNS));
  let written = 0;
  for (const statement of openStatementsOf(run.result, run.terms)) {
    if (written % NOTED_EVERY === 0) progress.note(`writing statements, ${written} of ${summary.partners.length}`);
    writeStatement(statement, join(folder, 'statements', statement.head.partner.id), commissions);
    written += 1;
  }
  commissions.close();
}

const LINES = '"lines":[';
const LINES_AT_ONCE = 64;

/** Each line is made once, written to all three places and forgotten: a large partner has tens of thousands. */
function writeStatement({ head, lines }: OpenStatement, path: string, commissions: TextFile): void {
  const json = createTextFile(`${path}.json`);
  const csv = createTextFile(`${path}.csv`);
  const table = tableOf(head);
  const rowOf = commissionRow(head);
  // Quotes inside of a value are escaped, so that this stands once, where the lines belong.
  const text = JSON.stringify(head);
  const place = text.indexOf(LINES) + LINES.length;
  json.append(text.slice(0, place));
  csv.append(table.opening);
  let batch: StatementLine[] = [];
  let separator = '';
  const flush = (): void => {
    if (batch.length === 0) return;
    json.append(separator + JSON.stringify(batch).slice(1, -1));
    batch = [];
    separator = ',';
  };
  for (const line of lines) {
    batch.push(line);
    if (batch.length === LINES_AT_ONCE) flush();
    csv.append(table.line(line));
    commissions.append(rowOf(line));
  }
  flush();
  json.append(text.slice(place));
  csv.append(table.closing);
  json.close();
  csv.close();
}

async function writeEntries({ ledger, scope, periodId, summary }: ClosedPeriod, folder: string): Promise<void> {
  const entries = createTextFile(join(folder, 'entries.jsonl'));
  for (const { partnerId } of summary.partners) {
    for await (const entry of ledger.entries(scope, partnerId, periodId)) entries.append(`${canonical(entry)}\n`);
  }
  entries.close();
}

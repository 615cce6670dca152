import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import { lineRow, lineText } from '../../domain/statement/line-text.ts';
import type { Statement } from '../../domain/statement/statement.ts';
import { conversionsOf, conversionText } from '../../domain/statement/statement-conversion.ts';
import { headText } from '../../domain/statement/statement-text.ts';
import { textCell } from '../../functions/usecases/csv-text.ts';
import type { SharedCells } from '../../functions/usecases/statement/statement-csv.ts';
import {
  closingRows,
  openingRows,
  sharedCells,
  statementRows,
} from '../../functions/usecases/statement/statement-csv.ts';
import type { TextFile } from '../text-file.ts';
import { createTextFile } from '../text-file.ts';
import type { SoldCells } from './commission-rows.ts';
import { commissionRows } from './commission-rows.ts';

/** Lines of one partner's statement with the places they are written to. */
export interface StatementLines {
  readonly lines: readonly SettledLine[];
  readonly terms: ProgramTerms;
  /** commissions.csv, which takes a row of every line. */
  readonly commissions: TextFile;
}

/** Writes a statement as JSON and CSV into a folder. */
export function writeStatement(folder: string, head: Statement, lines: StatementLines): void {
  const { json, csv } = createFiles(folder, head.partner.id, '');
  const parts = headText(head);
  json.append(parts.before);
  csv.append(openingRows(head));
  writeLines(head, parts, lines, json, csv);
  json.append(parts.after);
  csv.append(closingRows(head));
  json.close();
  csv.close();
}

/** Writes the conversions and lines of a statement whose figures are not all known yet, for `completeStatement`. */
export function beginStatement(folder: string, head: Statement, lines: StatementLines): void {
  const { json, csv } = createFiles(folder, head.partner.id, BEGUN);
  writeLines(head, headText(head), lines, json, csv);
  json.close();
  csv.close();
}

/** Puts the figures around what `beginStatement` wrote. */
export function completeStatement(folder: string, head: Statement): void {
  const { json, csv } = createFiles(folder, head.partner.id, '');
  const { before, after } = headText(head);
  const begun = (kind: 'json' | 'csv') => join(folder, `${head.partner.id}.${kind}${BEGUN}`);
  json.append(before);
  json.appendFile(begun('json'));
  json.append(after);
  json.close();
  csv.append(openingRows(head));
  csv.appendFile(begun('csv'));
  csv.append(closingRows(head));
  csv.close();
  rmSync(begun('json'));
  rmSync(begun('csv'));
}

const BEGUN = '.begun';

function createFiles(folder: string, partnerId: string, suffix: string) {
  return {
    json: createTextFile(join(folder, `${partnerId}.json${suffix}`)),
    csv: createTextFile(join(folder, `${partnerId}.csv${suffix}`)),
  };
}

/** Each line is made once, written to all three places and forgotten: a large partner has hundreds of thousands. */
function writeLines(
  head: Statement,
  { between }: ReturnType<typeof headText>,
  { lines, terms, commissions }: StatementLines,
  json: TextFile,
  csv: TextFile,
): void {
  const shared: (SharedCells & SoldCells)[] = [];
  let separator = '';
  for (const conversion of conversionsOf(head.partner.id, lines)) {
    json.append(separator + conversionText(conversion));
    separator = ',';
    const cells = sharedCells(conversion);
    shared.push({
      conversionId: cells.conversionId,
      occurredAt: cells.occurredAt,
      heldUntil: cells.heldUntil,
      credit: cells.credit,
      sold: textCell(conversion.conversionId),
      fraction: conversion.credit ?? '',
    });
  }
  json.append(between);
  const rowOf = statementRows(head);
  const commissionRow = commissionRows(head.partner.id);
  let at = -1;
  let last: SettledLine['paid']['booked'] | null = null;
  separator = '';
  for (const line of lines) {
    if (line.paid.booked !== last) at += 1;
    last = line.paid.booked;
    const own = shared[at];
    if (own === undefined) continue;
    const row = lineRow(line, terms);
    json.append(separator + lineText(line, row, terms));
    separator = ',';
    csv.append(rowOf(row, own));
    commissions.append(commissionRow(row, own));
  }
}

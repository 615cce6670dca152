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

/** What all statements of a close are written with. */
export interface StatementPlaces {
  /** A folder for the statements. */
  readonly folder: string;
  readonly terms: ProgramTerms;
  /** commissions.csv, which takes a row of every line. */
  readonly commissions: TextFile;
}

/** Writes a statement as JSON and CSV into a folder. */
export function writeStatement(head: Statement, lines: readonly SettledLine[], places: StatementPlaces): void {
  const json = createTextFile(join(places.folder, `${head.partner.id}.json`));
  const csv = createTextFile(join(places.folder, `${head.partner.id}.csv`));
  const { before, between, after } = headText(head);
  const write = lineWriter(head, places, csv);
  json.append(before);
  csv.append(openingRows(head));
  const shared = write.conversions(json, lines);
  json.append(between);
  write.lines(json, lines, shared);
  json.append(after);
  csv.append(closingRows(head));
  json.close();
  csv.close();
}

/** A statement whose lines are known before its figures are, or come slice by slice; `completeStatement` puts it together. */
export interface BegunStatement {
  /** Lines come in conversion order, and those of a conversion at once. */
  readonly take: (lines: readonly SettledLine[]) => void;
  readonly close: () => void;
}

/** Begins a statement; of its head only what it is called is asked for. */
export function beginStatement(head: Statement, places: StatementPlaces): BegunStatement {
  const [conversions, lines, csv] = begunPaths(places.folder, head).map(createTextFile) as [
    TextFile,
    TextFile,
    TextFile,
  ];
  const write = lineWriter(head, places, csv);
  return {
    take: (settled) => write.lines(lines, settled, write.conversions(conversions, settled)),
    close: () => {
      for (const file of [conversions, lines, csv]) file.close();
    },
  };
}

/** Puts the figures around what `beginStatement` wrote. */
export function completeStatement(folder: string, head: Statement): void {
  const begun = begunPaths(folder, head);
  const [conversions, lines, rows] = begun;
  const json = createTextFile(join(folder, `${head.partner.id}.json`));
  const csv = createTextFile(join(folder, `${head.partner.id}.csv`));
  const { before, between, after } = headText(head);
  json.append(before);
  json.appendFile(conversions);
  json.append(between);
  json.appendFile(lines);
  json.append(after);
  json.close();
  csv.append(openingRows(head));
  csv.appendFile(rows);
  csv.append(closingRows(head));
  csv.close();
  for (const path of begun) rmSync(path);
}

function begunPaths(folder: string, { partner }: Statement) {
  const path = (part: string): string => join(folder, `${partner.id}.${part}.begun`);
  return [path('conversions'), path('lines'), path('csv')] as const;
}

type ConversionCells = SharedCells & SoldCells;

/** Writes the lines of one partner: each is made once, written to all its places and forgotten. */
function lineWriter(head: Statement, { terms, commissions }: StatementPlaces, csv: TextFile) {
  const rowOf = statementRows(head);
  const commissionRow = commissionRows(head.partner.id);
  let beforeConversion = '';
  let beforeLine = '';
  return {
    /** Each conversion of the lines once; gives what their rows share, in the same order. */
    conversions: (json: TextFile, lines: readonly SettledLine[]): readonly ConversionCells[] => {
      const shared: ConversionCells[] = [];
      for (const conversion of conversionsOf(head.partner.id, lines)) {
        json.append(beforeConversion + conversionText(conversion));
        beforeConversion = ',';
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
      return shared;
    },
    lines: (json: TextFile, lines: readonly SettledLine[], shared: readonly ConversionCells[]): void => {
      let at = -1;
      let last: SettledLine['paid']['booked'] | null = null;
      for (const line of lines) {
        if (line.paid.booked !== last) at += 1;
        last = line.paid.booked;
        const own = shared[at];
        if (own === undefined) continue;
        const row = lineRow(line, terms);
        json.append(beforeLine + lineText(line, row, terms));
        beforeLine = ',';
        csv.append(rowOf(row, own));
        commissions.append(commissionRow(row, own));
      }
    },
  };
}

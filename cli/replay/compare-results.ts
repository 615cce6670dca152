import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from '../../domain/ledger/entry.ts';
import { compared, comparedEntries } from '../../domain/settlement/replay.ts';
import { BadInput } from '../bad-input.ts';
import { unsignedText } from '../write-results/sign-results.ts';
import { SIGNED_BOOKS } from '../write-results/signed-books.ts';
import type { RowDifference } from './compare-tables.ts';
import { tableDifferences } from './compare-tables.ts';

/** How many files were compared, how much differs, and the first differences as `file: what: field: stored …, computed …`. */
export interface Comparison {
  readonly files: number;
  readonly count: number;
  readonly differences: readonly string[];
}

/** Compares two results of calculate, file by file; only files whose bytes differ are looked into. */
export async function compareResults(stored: string, computed: string, shownMax: number): Promise<Comparison> {
  if (!existsSync(join(stored, 'summary.json'))) throw new BadInput(`${stored}: holds no result of calculate`);
  const names = [...new Set([...(await filesOf(stored)), ...(await filesOf(computed))])].sort();
  const differences: string[] = [];
  let count = 0;
  for (const name of names) {
    for (const difference of await fileDifferences(name, join(stored, name), join(computed, name))) {
      if (differences.length < shownMax) differences.push(difference);
      count += 1;
    }
  }
  return { files: names.length, count, differences };
}

/** The books of a signed result are an audit's to check, not figures of the month. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !name.startsWith(`${SIGNED_BOOKS}/`));
}

async function fileDifferences(name: string, stored: string, computed: string): Promise<readonly string[]> {
  if (!existsSync(stored)) return [`${name}: is missing`];
  if (!existsSync(computed)) return [`${name}: should not be there`];
  const [before, after] = await Promise.all([readFile(stored), readFile(computed)]);
  if (before.equals(after)) return [];
  // A signature says who stood for the figures and when; it is none of them.
  const text = before.toString('utf8');
  const figures = name.endsWith('.json') ? unsignedText(text) : text;
  if (figures === after.toString('utf8')) return [];
  const found = [...contentDifferences(name, figures, after.toString('utf8'))];
  return found.length > 0 ? found : [`${name}: holds the same figures in other bytes`];
}

function* contentDifferences(file: string, stored: string, computed: string): Generator<string> {
  if (file.endsWith('.csv')) {
    for (const one of tableDifferences(stored.split('\n'), computed.split('\n'))) yield rowText(file, one);
    return;
  }
  const [before, after] = [parsed(stored, file), parsed(computed, file)];
  if (typeof before === 'string') yield before;
  else if (file.endsWith('.jsonl')) {
    for (const one of comparedEntries('entry', before as readonly Entry[], after as readonly Entry[])) {
      yield textOf(file, one);
    }
  } else for (const one of compared('statement', '', before, after)) yield textOf(file, one);
}

/** The value of a JSON file, or of every line of a file of JSON lines; a text says why there is none. */
function parsed(text: string, file: string): unknown {
  try {
    if (!file.endsWith('.jsonl')) return JSON.parse(text);
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  } catch (error) {
    return `${file}: is not JSON: ${(error as Error).message}`;
  }
}

interface Told {
  readonly name: string;
  readonly field: string;
  readonly stored: string | null;
  readonly computed: string | null;
}

function textOf(file: string, { name, field, stored, computed }: Told): string {
  const place = [file, name, field].filter((part) => part !== '').join(': ');
  return `${place}: stored ${stored ?? 'nothing'}, computed ${computed ?? 'nothing'}`;
}

function rowText(file: string, row: RowDifference): string {
  if (row.stored === null) return `${file}: ${row.name}: the row is missing: ${row.computed?.trimEnd()}`;
  if (row.computed === null) return `${file}: ${row.name}: the row should not be there: ${row.stored.trimEnd()}`;
  return textOf(file, row);
}

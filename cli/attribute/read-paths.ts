import { basename } from 'node:path';
import type { JourneyPath } from '../../domain/attribution/journey-path.ts';
import type { Ratio } from '../../domain/money/ratio.ts';
import { commonNumerators, ratioOf } from '../../domain/money/ratio.ts';
import { shown } from '../../functions/contract/shown.ts';
import { collectProblems } from '../folder/problems.ts';
import type { Table } from '../folder/read-table.ts';
import { readTableFile } from '../folder/read-table.ts';

/** Path counts of a file; the values of the paths are in units of one ÷ `unitsPerValue`. */
export interface PathsRead {
  readonly paths: readonly JourneyPath[];
  readonly unitsPerValue: bigint;
}

/** Path counts, or everything that is wrong with them as `file:line: field: reason`. */
export type ReadPaths =
  | ({ readonly ok: true } & PathsRead)
  | { readonly ok: false; readonly problems: readonly string[] };

type Column = 'path' | 'conversions' | 'conversion_value' | 'nulls';

const PATHS: Table<Column> = {
  name: 'paths',
  columns: ['path', 'conversions', 'conversion_value', 'nulls'],
  optionalColumns: [],
  isOptional: false,
};
const BETWEEN = ' > ';
const WHOLE = /^(\d{1,12})(?:\.0*)?$/;
const DECIMAL = /^\d{1,18}(?:\.\d{1,18})?$/;

/** Reads a CSV of paths, gzipped or not, all rows before it says what is wrong. */
export async function readPaths(path: string): Promise<ReadPaths> {
  const problems = collectProblems();
  const rows: { touches: readonly string[]; conversions: number; nulls: number }[] = [];
  const values: Ratio[] = [];
  await readTableFile({ path, file: basename(path) }, PATHS, problems, ({ file, line, cell }) => {
    const say = (field: Column, reason: string): void => {
      problems.add({ file, line, field, reason: `${reason}, got ${shown(cell(field))}` });
    };
    const before = problems.count();
    const touches = touchesIn(cell('path'));
    if (touches === null) say('path', 'must be touches with " > " between them');
    const count = (field: 'conversions' | 'nulls'): number => {
      const found = WHOLE.exec(cell(field).trim());
      if (found === null) say(field, 'must be a whole number of journeys, 0 or more');
      return Number(found?.[1] ?? 0);
    };
    const conversions = count('conversions');
    const value = cell('conversion_value').trim();
    if (!DECIMAL.test(value)) say('conversion_value', 'must be a decimal number, 0 or more');
    else if (conversions === 0 && /[1-9]/.test(value)) say('conversion_value', 'must be 0 without conversions');
    const nulls = count('nulls');
    if (touches === null || problems.count() > before) return;
    rows.push({ touches, conversions, nulls });
    values.push(ratioOf(value));
  });
  if (problems.count() > 0) return { ok: false, problems: problems.list() };
  const [unitsPerValue = 1n, ...units] = commonNumerators([{ numerator: 1n, denominator: 1n }, ...values]);
  return { ok: true, paths: rows.map((row, at) => ({ ...row, value: units[at] ?? 0n })), unitsPerValue };
}

function touchesIn(path: string): readonly string[] | null {
  const touches = path.trim().split(BETWEEN);
  const isSound = touches.every((touch) => touch.trim() === touch && !/^(?:>|$)|>$/.test(touch));
  return isSound ? touches : null;
}

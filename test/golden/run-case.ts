// Runs one golden case and shows it: what it is for, every close's figures beside what finance expects, and how each line came
// about. `npm run case rate` or `npm run case test/golden/rate.json`; exit code 1 when a figure differs, 2 without a case.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outliveReader } from '../../cli/reader-gone.ts';
import { explanationOf } from '../../domain/statement/explanation.ts';
import type { ClosedCase } from './close-case.ts';
import { closeCase } from './close-case.ts';
import type { Compared } from './compare.ts';
import { compare, isDifferent, lineIdOf } from './compare.ts';
import type { GoldenClose } from './golden-case.ts';
import { readCase } from './golden-case.ts';

const USAGE = 'usage: npm run case FILE, a path or a bare name such as `rate`; the cases are in test/golden\n';

outliveReader(process.stdout);
const [asked, ...others] = process.argv.slice(2);
const path = asked === undefined || others.length > 0 ? null : pathOf(asked);
if (path === null) {
  process.stderr.write(asked === undefined || others.length > 0 ? USAGE : `there is no golden case ${asked}\n${USAGE}`);
  process.exitCode = 2;
} else {
  process.exitCode = show(path) === 0 ? 0 : 1;
}

function pathOf(name: string): string | null {
  const candidates = [name, `${name}.json`, join(import.meta.dirname, name), join(import.meta.dirname, `${name}.json`)];
  return candidates.find((candidate) => candidate.endsWith('.json') && existsSync(candidate)) ?? null;
}

/** How many figures differ. */
function show(file: string): number {
  const golden = readCase(file);
  print(`${golden.name}\n${golden.purpose}`);
  let differences = 0;
  for (const [index, closed] of closeCase(golden).entries()) {
    const close = golden.closes[index];
    if (close !== undefined) differences += showClose(close, closed);
  }
  print(differences === 0 ? '\nok' : `\n${differences} ${differences === 1 ? 'figure differs' : 'figures differ'}`);
  return differences;
}

function showClose({ periodId, expected }: GoldenClose, closed: ClosedCase): number {
  print(`\n${periodId}  ${expected.because ?? ''}`);
  const compared = compare(expected, closed);
  printTable([
    ['', 'figure', 'expected', 'actual', ''],
    ...compared.filter(isTelling).map((each) => [each.of, each.figure, each.expected, each.actual, verdictOf(each)]),
  ]);
  for (const { paid, releasedMinor, postedMinor } of closed.result.lines) {
    const { base, netBase, pay, exact, rounded, caps, reason } = explanationOf(paid, closed.terms);
    const { type, ...terms } = pay;
    const name = `${paid.booked.conversion.conversionId} line ${lineIdOf(paid)} ${paid.line.partnerId}`;
    const how = [
      `${paid.line.payId ?? 'no rule'}: base ${base.base}, net ${base.net}, credited ${netBase}`,
      `${type} ${Object.keys(terms).length > 0 ? JSON.stringify(terms) : ''}`.trim(),
      `exact ${exact}, rounded ${rounded}`,
      ...(caps ?? []).map(({ per, limit, used, cut }) => `cap per ${per} ${limit}, used ${used}, cut ${cut}`),
      ...(reason === undefined ? [] : [reason]),
      `posted ${postedMinor}, released ${releasedMinor} minor units`,
    ];
    print(`  ${name}\n    ${how.join('\n    ')}`);
  }
  const different = compared.filter(isDifferent);
  for (const { of, figure, expected: wanted, actual } of different) {
    print(`  ✗ ${of} ${figure}: expected ${wanted}, got ${actual}`);
  }
  return different.length;
}

/** Figures that are zero, as expected, say nothing. */
function isTelling(each: Compared): boolean {
  return isDifferent(each) || !/^[0.]+$/.test(each.actual);
}

function verdictOf(each: Compared): string {
  return isDifferent(each) ? '✗ differs' : '';
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [of = '', figure = '', expected = '', actual = '', verdict = ''] of rows) {
    const [first = 0, second = 0, third = 0, fourth = 0] = widths;
    const cells = [of.padEnd(first), figure.padEnd(second), expected.padStart(third), actual.padStart(fourth), verdict];
    print(`  ${cells.join('  ').trimEnd()}`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

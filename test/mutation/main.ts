// Changes the rules one expression at a time and counts how many changes the tests notice; fails when a folder has too few.
// `npm run mutate` goes through all folders, `npm run mutate -- money commission/base.ts` through a folder and a file.

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Stryker } from '@stryker-mutator/core';

type Results = Awaited<ReturnType<Stryker['runMutationTest']>>;

const FOLDERS = ['money', 'attribution', 'commission', 'ledger', 'settlement', 'tax'];
const SCORE_MIN = 90;
const NOTICED: readonly string[] = ['Killed', 'Timeout'];
const UNNOTICED: readonly string[] = ['Survived', 'NoCoverage'];

const asked = process.argv.slice(2).map((path) => path.replace(/^domain\//, '').replace(/\/$/, ''));
const unknown = asked.filter((path) => !FOLDERS.includes(folderOf(path)) || !existsSync(`domain/${path}`));

if (unknown.length > 0) {
  process.stderr.write(`no rules in ${unknown.join(', ')}; they are in ${FOLDERS.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const rows: string[] = [];
  for (const folder of FOLDERS) {
    const paths = asked.length === 0 ? [folder] : asked.filter((path) => folderOf(path) === folder);
    if (paths.length > 0) rows.push(score(paths, await mutate(folder, paths)));
  }
  process.stdout.write(`\n${rows.join('\n')}\n`);
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** The changes that no test noticed, one a line, and the score of the paths. */
function score(paths: readonly string[], results: Results): string {
  const own = results.filter(({ fileName }) => paths.some((path) => fileName.includes(`domain/${path}`)));
  const noticed = own.filter(({ status }) => NOTICED.includes(status)).length;
  const unnoticed = own.filter(({ status }) => UNNOTICED.includes(status));
  for (const { fileName, location, replacement } of unnoticed) {
    process.stdout.write(`${fileName}:${location.start.line}:${location.start.column}: ${replacement}\n`);
  }
  const counted = noticed + unnoticed.length;
  const percent = counted === 0 ? 100 : (100 * noticed) / counted;
  if (percent < SCORE_MIN) process.exitCode = 1;
  const verdict = percent < SCORE_MIN ? `below ${SCORE_MIN} %` : 'ok';
  return `${paths.join(', ')}: ${noticed} of ${counted} changes noticed, ${percent.toFixed(1)} %, ${verdict}`;
}

/** What was tried before and has not changed since is taken from the report of the last time. */
function mutate(folder: string, paths: readonly string[]): Promise<Results> {
  return new Stryker({
    mutate: paths.map((path) => (path.endsWith('.ts') ? `domain/${path}` : `domain/${path}/**/*.ts`)),
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    coverageAnalysis: 'perTest',
    // What runs while files are loaded would need every test for each change: half of the mutants, four fifths of the time.
    ignoreStatic: true,
    dryRunTimeoutMinutes: 15,
    concurrency: availableParallelism(),
    incremental: true,
    incrementalFile: `reports/mutation/${folder}.json`,
    ignorePatterns: ['/.local', '/cdk.out', '/coverage', '/dist', '/reports'],
    tempDirName: 'reports/mutation/sandbox',
    disableTypeChecks: false,
    reporters: ['progress-append-only', 'html'],
    htmlReporter: { fileName: `reports/mutation/${folder}.html` },
    thresholds: { high: 95, low: SCORE_MIN, break: null },
    allowConsoleColors: false,
  }).runMutationTest();
}

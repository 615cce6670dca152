// Changes the rules one expression at a time and counts how many changes the tests notice; fails when a folder has too few.
// `npm run mutate` goes through all folders, `npm run mutate -- money` through one.

import { existsSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';

type Results = Awaited<ReturnType<Stryker['runMutationTest']>>;

const FOLDERS = ['money', 'attribution', 'commission', 'settlement'];
const SCORE_MIN = 90;
const NOTICED: readonly string[] = ['Killed', 'Timeout'];
const UNNOTICED: readonly string[] = ['Survived', 'NoCoverage'];

const asked = process.argv.slice(2).map((name) => name.replace(/^domain\//, '').replace(/\/$/, ''));
const paths = asked.length === 0 ? FOLDERS : asked;
for (const path of paths) {
  if (!existsSync(`domain/${path}`))
    throw new Error(`there is no domain/${path}; the rules are in ${FOLDERS.join(', ')}`);
}

const rows: string[] = [];
for (const path of paths) rows.push(await scored(path));
process.stdout.write(`\n${rows.join('\n')}\n`);

async function scored(path: string): Promise<string> {
  const results = (await mutate(path)).filter(({ fileName }) => fileName.includes(`domain/${path}`));
  const noticed = results.filter(({ status }) => NOTICED.includes(status)).length;
  const unnoticed = results.filter(({ status }) => UNNOTICED.includes(status));
  for (const { fileName, location, replacement } of unnoticed) {
    process.stdout.write(`${fileName}:${location.start.line}:${location.start.column}: ${replacement}\n`);
  }
  const counted = noticed + unnoticed.length;
  const score = counted === 0 ? 100 : (100 * noticed) / counted;
  if (score < SCORE_MIN) process.exitCode = 1;
  const verdict = score < SCORE_MIN ? `below ${SCORE_MIN}` : 'ok';
  return `${path.padEnd(24)} ${noticed} of ${counted} changes noticed: ${score.toFixed(1)} % ${verdict}`;
}

/** What was tried before and has not changed since is taken from the report of the last time. */
function mutate(path: string): Promise<Results> {
  const report = `reports/mutation/${path.split('/', 1)[0]}`;
  return new Stryker({
    mutate: [path.endsWith('.ts') ? `domain/${path}` : `domain/${path}/**/*.ts`],
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    incremental: true,
    incrementalFile: `${report}.json`,
    ignorePatterns: ['/.local', '/cdk.out', '/coverage', '/dist', '/reports', '/cli', '/infra'],
    tempDirName: 'reports/mutation/sandbox',
    disableTypeChecks: false,
    reporters: ['progress-append-only', 'html'],
    htmlReporter: { fileName: `${report}.html` },
    thresholds: { high: 95, low: SCORE_MIN, break: null },
    allowConsoleColors: false,
  }).runMutationTest();
}

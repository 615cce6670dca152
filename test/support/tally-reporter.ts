import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import type { Tally } from './tally.ts';
import { formatTally, TALLY_FILE_VARIABLE, writeTally } from './tally.ts';

/** Ends a run with one line, `N passed, N failed`, or hands the numbers to the process that asked for them. */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const tally = tallyOf(modules, unhandledErrors.length);
    const file = process.env[TALLY_FILE_VARIABLE];
    if (file !== undefined) writeTally(file, tally);
    else process.once('exit', () => process.stdout.write(`${formatTally(tally)}\n`));
  }
}

/** A file that does not load and a suite whose hook throws are failures too: their tests never ran. */
function tallyOf(modules: readonly TestModule[], unhandledErrorCount: number): Tally {
  let passed = 0;
  let failed = unhandledErrorCount;
  for (const module of modules) {
    if (module.errors().length > 0) failed += 1;
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) failed += 1;
    }
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      if (state === 'failed' || state === 'pending') failed += 1;
    }
  }
  return { passed, failed };
}

import { readFileSync, writeFileSync } from 'node:fs';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The file through which a test run hands its tally to the process that started it. */
export const TALLY_FILE_VARIABLE = 'BUNPAI_TALLY_FILE';

export function formatTally({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

export function writeTally(file: string, tally: Tally): void {
  writeFileSync(file, formatTally(tally));
}

/** What the run wrote, or nothing when it ended before it could. */
export function readTally(file: string): Tally | undefined {
  try {
    const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(readFileSync(file, 'utf8')) ?? [];
    return passed === undefined || failed === undefined
      ? undefined
      : { passed: Number(passed), failed: Number(failed) };
  } catch {
    return undefined;
  }
}

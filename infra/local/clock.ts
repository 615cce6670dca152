import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The laptop's clock: the machine's own until it is set; then it stands still, so that a past month can be lived through. */
export interface Clock {
  readonly now: () => number;
  /** An instant to stand at, or null to follow the machine again. */
  readonly set: (instant: number | null) => void;
}

interface ClockFile {
  readonly standsAt: number | null;
}

/** Kept in the data folder, so that a second start goes on in the same month. */
export function openClock(folder: string): Clock {
  const file = join(folder, 'clock.json');
  let standsAt = readJsonFile<ClockFile>(file)?.standsAt ?? null;
  return {
    now: () => standsAt ?? Date.now(),
    set: (instant) => {
      standsAt = instant;
      writeJsonFile(file, { standsAt });
    },
  };
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which month a data folder was filled with, so that the next start shows it, or goes on where the last one was stopped. */
export type LoadedMonth =
  | { readonly source: 'sample' }
  | { readonly source: 'folder'; readonly folder: string; readonly periodId: string };

const FILE = 'month.json';

/** The month of the last start, or null in a new data folder. */
export function loadedMonth(local: string): LoadedMonth | null {
  const file = join(local, FILE);
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LoadedMonth;
  } catch (cause) {
    throw new Error(`${file} is not JSON; start with --fresh`, { cause });
  }
}

export function noteLoadedMonth(local: string, month: LoadedMonth): void {
  writeFileSync(join(local, FILE), `${JSON.stringify(month)}\n`, { mode: 0o600 });
}

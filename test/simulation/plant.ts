import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Bug } from './bugs.ts';
import { BUGS } from './bugs.ts';

/** Names the bug to plant by its place in the table; loaded before the program, as `node --import`. */
export const BUG_VARIABLE = 'BUNPAI_PLANTED_BUG';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The file with its bug; null when the place to plant it is not there, or not there alone. */
export function planted({ file, find, replace }: Bug): string | null {
  if (!existsSync(`${root}${file}`)) return null;
  const parts = readFileSync(`${root}${file}`, 'utf8').split(find);
  return parts.length === 2 ? parts.join(replace) : null;
}

const index = process.env[BUG_VARIABLE];
const bug = index === undefined ? undefined : BUGS[Number(index)];
if (bug !== undefined) {
  const source = planted(bug);
  if (source === null) throw new Error(`no single place for "${bug.what}" in ${bug.file}`);
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      return url.endsWith(`/${bug.file}`) ? { ...loaded, source } : loaded;
    },
  });
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bug } from './bugs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The file with its bug; null when the place to plant it is not there, or not there alone. */
export function planted({ file, find, replace }: Bug): string | null {
  if (!existsSync(`${root}${file}`)) return null;
  const parts = readFileSync(`${root}${file}`, 'utf8').split(find);
  return parts.length === 2 ? parts.join(replace) : null;
}

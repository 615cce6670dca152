import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { BadInput } from '../bad-input.ts';

/**
 * Fills a new folder and puts it in the place of `out` when it is whole. What stands at `out` must be absent, empty or hold only
 * `names`, an earlier result of ours; other people's files are never replaced.
 */
export async function inPlaceOf<T>(
  out: string,
  names: readonly string[],
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const target = resolve(out);
  const before = await refuseForeign(target, names);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}.new-`);
  try {
    const filled = await fill(folder);
    await (before ? replace(target, folder) : rename(folder, target));
    return filled;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What stood at the target stands there again when the new cannot be put in its place. */
async function replace(target: string, folder: string): Promise<void> {
  const old = `${folder}.old`;
  await rename(target, old);
  try {
    await rename(folder, target);
  } catch (error) {
    // Another run may have put its own there.
    await (existsSync(target) ? rm(old, { recursive: true }) : rename(old, target));
    throw error;
  }
  await rm(old, { recursive: true });
}

/** Whether there is something at the place; refused when it is not ours. */
export async function refuseForeign(target: string, names: readonly string[]): Promise<boolean> {
  let found: readonly string[];
  try {
    found = await readdir(target);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return false;
    if (code === 'ENOTDIR') throw new BadInput(`${target} is a file; name a folder to write to`);
    throw error;
  }
  const foreign = found.filter((name) => !names.includes(name));
  if (foreign.length === 0) return true;
  const shown = foreign.slice(0, 3).join(', ');
  throw new BadInput(
    `${basename(target)} holds files that are not an earlier result (${shown}); name an empty or new folder`,
  );
}

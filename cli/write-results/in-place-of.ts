import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { refuseForeign } from './place.ts';

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

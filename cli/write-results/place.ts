import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BadInput } from '../bad-input.ts';

/**
 * Refuses, before any work, a place at which no result could be put in the end: one that holds more than `names`, a mount point,
 * one in a folder that cannot be written to. Leaves nothing behind.
 */
export async function requirePlace(out: string, names: readonly string[]): Promise<void> {
  const target = resolve(out);
  if ((await refuseForeign(target, names)) && isMountPoint(target)) {
    throw new BadInput(
      `${out} is a mount point, which no result can replace; name a folder in it: ${join(out, 'result')}`,
    );
  }
  await requireWritable(dirname(target), out);
}

/** Whether there is something at the place; refused when it is not ours. */
export async function refuseForeign(target: string, names: readonly string[]): Promise<boolean> {
  let found: readonly string[];
  try {
    found = await readdir(target);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || (code === 'ENOTDIR' && !isThere(target))) return false;
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

/** Whether something is mounted at a folder: another device than its parent's, or, where Linux tells, a folder of the same one. */
export function isMountPoint(folder: string): boolean {
  if (statSync(folder).dev !== statSync(dirname(folder)).dev) return true;
  try {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    return mounts.some((mount) => mount.split(' ')[4]?.replaceAll('\\040', ' ') === folder);
  } catch {
    return false;
  }
}

/** By trying: rights alone do not say it, a disk may be mounted to be read only. What is not there yet would be made. */
async function requireWritable(parent: string, out: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(join(parent, '.bunpai-')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(parent) !== parent && !isThere(parent)) {
      return await requireWritable(dirname(parent), out);
    }
    throw new BadInput(
      `${out} cannot be written: ${parent} takes no new folder (${codeOf(error)}); name another place`,
    );
  }
}

function isThere(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false }) !== undefined;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}

import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from '../blob-store.ts';

/** Documents as files in a folder. A file appears under its name when it is whole and on the disk, and never changes. */
export function fileBlobs(folder: string): BlobStore {
  return {
    putOnce: async (key, bytes) => {
      const file = join(folder, ...fileName(key));
      if (await isThere(file)) return;
      await writeWhole(folder, file, bytes);
    },
    get: async (key) => {
      try {
        return await readFile(join(folder, ...fileName(key)));
      } catch (error) {
        if (isCode(error, 'ENOENT')) return null;
        throw error;
      }
    },
  };
}

const SEGMENT_LENGTH_MAX = 200;

/** A key's parts as names of folders, and of a file that no folder can have the name of. */
function fileName(key: string): readonly string[] {
  const parts = key.split('/').map(safeName);
  return parts.with(-1, `${parts.at(-1)}~blob`);
}

/** Told apart on every file system: capitals too, since some ignore case. */
function safeName(part: string): string {
  const safe = part.replace(/^\.|[^a-z0-9._=-]/gu, percentEncoded) || '%';
  if (safe.length <= SEGMENT_LENGTH_MAX) return safe;
  return `${safe.slice(0, SEGMENT_LENGTH_MAX / 2)}%${createHash('sha256').update(part).digest('hex')}`;
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Written elsewhere, brought to the disk, then given its name; a link, unlike a rename, leaves what has the name already. */
async function writeWhole(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  // No key leads here: a leading dot is always encoded.
  const unfinished = join(folder, '.unfinished', randomUUID());
  await mkdir(dirname(unfinished), { recursive: true });
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeToDisk(unfinished, bytes);
    await link(unfinished, file);
    await bringNameToDisk(dirname(file));
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function writeToDisk(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function bringNameToDisk(folder: string): Promise<void> {
  // Windows cannot open a folder, and needs no such call.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { isAlive } from './processes.ts';

/** A data folder belongs to one host at a time. */
export interface Lock {
  readonly release: () => void;
}

/** The last eight bits of an error say what it is, those before why. */
const SQLITE_BUSY = 5;

/**
 * Takes a data folder. The lock is one of the operating system, by way of SQLite: it ends with its process, however that ends, so a
 * killed host leaves nothing that must be judged stale. `host.json` only says whose it is.
 */
export function takeLock(folder: string): Lock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const holder = join(folder, 'host.json');
  const database = new DatabaseSync(join(folder, 'host.lock'));
  try {
    // The lock of a writer, which one of several always gets; for an exclusive one each would wait for the other to give up reading.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
  } catch (cause) {
    database.close();
    if (((cause as { errcode?: number }).errcode ?? 0) % 256 !== SQLITE_BUSY) throw cause;
    throw new Error(
      `another bunpai${nameOf(holder)} is serving from ${folder}; stop it, or choose another folder with --local DIR`,
      { cause },
    );
  }
  writeJsonFile(holder, { pid: process.pid });
  return {
    release: () => {
      rmSync(holder, { force: true });
      database.close();
    },
  };
}

/** Whoever has the lock may not have said so yet. */
function nameOf(holder: string): string {
  const pid = readJsonFile<{ readonly pid: number }>(holder)?.pid;
  return pid !== undefined && isAlive(pid) ? ` (process ${pid})` : '';
}

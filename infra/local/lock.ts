import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile } from './json-file.ts';
import { commandLineOf, isAlive } from './processes.ts';

/** A data folder belongs to one host at a time. */
export interface Lock {
  readonly release: () => void;
}

interface LockFile {
  readonly pid: number;
}

const PROGRAM = /\binfra[/\\]local[/\\]/u;

/** Takes a data folder, also from a host that was killed and could not give it back. */
export function takeLock(folder: string): Lock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'host.json');
  const holder = readJsonFile<LockFile>(file)?.pid ?? null;
  if (holder !== null && holder !== process.pid && isAlive(holder) && isHostOf(commandLineOf(holder), folder)) {
    throw new Error(
      `another bunpai (process ${holder}) is serving from ${folder}; stop it, or choose another folder with --local DIR`,
    );
  }
  rmSync(file, { force: true });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid }), { mode: 0o600 });
  try {
    // A link fails when another start was a moment faster; a rename would push that one out.
    linkSync(draft, file);
  } catch (cause) {
    throw new Error(`another bunpai has just started in ${folder}`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** Process ids are given out again, also to the host of another folder. */
function isHostOf(commandLine: string, folder: string): boolean {
  return PROGRAM.test(commandLine) && (commandLine.includes(folder) || !commandLine.includes('--local'));
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 20;

/** True while a process of this id is there; a signal 0 asks without disturbing it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ids are given out again, so before we end a process of a former start we look at what it runs. */
export function commandLineOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  try {
    if (existsSync(file)) return readFileSync(file, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Asks a process to end and, when it does not within the time given, ends it. */
export async function endProcess(pid: number, patienceMilliseconds: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await hasEnded(pid, patienceMilliseconds)) return;
  signal(pid, 'SIGKILL');
  await hasEnded(pid, patienceMilliseconds);
}

async function hasEnded(pid: number, patienceMilliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < patienceMilliseconds; waited += POLL_MILLISECONDS) {
    if (!isAlive(pid)) return true;
    await sleep(POLL_MILLISECONDS);
  }
  return !isAlive(pid);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Ended, but not yet collected by its parent: nothing runs any more. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../infra/local/lock.ts';

const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-lock-'));
  folders.push(folder);
  return folder;
}

const LOCK = JSON.stringify(new URL('../../infra/local/lock.ts', import.meta.url).href);
function runs(program: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

/** A process that has taken the folder. */
async function aHolder(folder: string) {
  const host = runs(`
    import { takeLock } from ${LOCK};
    globalThis.lock = takeLock(${JSON.stringify(folder)});
    console.log('taken');
    setInterval(() => {}, 1000);`);
  await once(host.stdout, 'data');
  return host;
}

describe('the lock of a data folder', () => {
  it.each([2, 4])('is given to one of %i starts in the same instant, after a crash too', async (starts) => {
    const rounds = 300;
    const folder = dataFolder();
    for (let round = 0; round < rounds; round += 1) {
      mkdirSync(join(folder, String(round)));
      // Left behind by a host that was killed; no process has so high an id.
      writeFileSync(join(folder, String(round), 'host.json'), JSON.stringify({ pid: 2 ** 30 }));
    }
    // All meet before each round; what one has taken it keeps to the end.
    const contender = `
      import { appendFileSync, statSync } from 'node:fs';
      import { takeLock } from ${LOCK};
      const [taken, won, faults] = [[], [], []];
      for (let round = 0; round < ${rounds}; round += 1) {
        const folder = ${JSON.stringify(`${folder}/`)} + round;
        appendFileSync(folder + '.ready', '.');
        while (statSync(folder + '.ready').size < ${starts});
        try {
          taken.push(takeLock(folder));
          won.push(round);
        } catch (error) {
          if (!error.message.startsWith('another bunpai')) faults.push(error.message);
        }
      }
      console.log(JSON.stringify({ won, faults }));
      process.stdin.resume().once('end', () => { for (const { release } of taken) release(); });`;
    const contenders = Array.from({ length: starts }, () => runs(contender));
    const told = contenders.map(({ stdout }) => once(stdout, 'data'));
    const tallies = (await Promise.all(told)).map(
      ([line]) => JSON.parse(String(line)) as { readonly won: readonly number[]; readonly faults: readonly string[] },
    );
    for (const { stdin } of contenders) stdin.end();
    await Promise.all(contenders.map((each) => once(each, 'exit')));
    expect(tallies.flatMap(({ faults }) => faults)).toEqual([]);
    const won = tallies.flatMap((tally) => tally.won).sort((a, b) => a - b);
    expect(won).toEqual(Array.from({ length: rounds }, (_, round) => round));
  });

  it('names the process that has it, also to a second start in that process', async () => {
    const folder = dataFolder();
    const host = await aHolder(folder);
    expect(() => takeLock(folder)).toThrow(`another bunpai (process ${host.pid}) is serving from ${folder}`);
    host.kill('SIGKILL');
    await once(host, 'exit');
    const lock = takeLock(folder);
    expect(() => takeLock(folder)).toThrow(`another bunpai (process ${process.pid})`);
    lock.release();
  });

  it('is free again when its host was killed, and when it was given back', async () => {
    const folder = dataFolder();
    const host = await aHolder(folder);
    host.kill('SIGKILL');
    await once(host, 'exit');
    expect(existsSync(join(folder, 'host.json'))).toBe(true);
    const first = takeLock(folder);
    expect(JSON.parse(readFileSync(join(folder, 'host.json'), 'utf8'))).toEqual({ pid: process.pid });
    first.release();
    expect(existsSync(join(folder, 'host.json'))).toBe(false);
    takeLock(folder).release();
  });
});

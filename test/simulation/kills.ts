// `npm run simulate-kills -- --kills 50`: kills the laptop host with SIGKILL while it takes facts, closes and pays, starts it
// again on the same data, and holds what comes out in the end against an undisturbed calculation. `-- --part close` and
// `-- --part pay` let all kills fall on one of the two.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { callersWith } from '../../cli/live/tokens.ts';
import type { Random } from '../../cli/sample/random.ts';
import { randomFrom } from '../../cli/sample/random.ts';
import { sampleFolder } from '../../cli/sample/sample-folder.ts';
import { SAMPLE_PERIOD, SAMPLE_PROGRAM } from '../../cli/sample/sample-program.ts';
import { canonical } from '../../domain/integrity/canonical.ts';
import type { Started } from '../e2e/start-process.ts';
import {
  figuresOf,
  pidIn,
  removeFolders,
  serving,
  start,
  stop,
  temporaryFolder,
  tokensIn,
} from '../e2e/start-process.ts';
import { closedFolder } from '../support/closed-folder.ts';
import type { Task } from './paid-month.ts';
import { faultsOfPaid, PAID_PERIOD, payMonth, TASKS, writePaidMonth } from './paid-month.ts';

const KILLS_A_MONTH = 10;
/** The sample's tracking links are followed one by one; how far it is tells how far the month is. */
const CLICKS = 856;

type Moment = 'ingest' | 'settlement' | Task;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    part: { type: 'string' },
  },
});
const wanted = Number(values.kills);
const random = randomFrom(Number(values.seed));
const kills = new Map<Moment, number>();
const killed = (): number => [...kills.values()].reduce((sum, count) => sum + count, 0);
let months = 0;
let differences = 0;

// Half of them fall on the sample, until it is closed; the other half on a month that is paid by batches.
const closing = { close: wanted, pay: 0 }[values.part ?? ''] ?? Math.ceil(wanted / 2);
await closeMonths(closing);
await payMonths(wanted);
removeFolders();
const each = [...kills].map(([moment, count]) => `${count} at ${moment}`).join(', ');
process.stdout.write(`${killed()} kills (${each}), ${months} months, ${differences} with other figures\n`);
process.exitCode = differences === 0 ? 0 : 1;

async function closeMonths(until: number): Promise<void> {
  const expected = canonical((await closedFolder(sampleFolder(), SAMPLE_PERIOD)).summary);
  while (killed() < until) {
    const local = temporaryFolder();
    const left = Math.min(KILLS_A_MONTH, until - killed());
    for (let kill = 0; kill < left; kill += 1) {
      const moment: Moment = kill < left / 2 ? 'ingest' : 'settlement';
      const started = start(local);
      await (moment === 'ingest' ? duringIngest(started, local, random) : duringSettlement(started, random));
      await killAll(started, local, random.isTrue(0.5));
      count(moment);
    }
    const last = start(local);
    await serving(last);
    const figures = canonical(await figuresOf(local, SAMPLE_PROGRAM.programId, SAMPLE_PERIOD));
    await stop(last);
    endMonth(`${left} kills`, figures === expected ? [] : [figures]);
  }
}

async function payMonths(until: number): Promise<void> {
  while (killed() < until) {
    const [local, data] = [temporaryFolder(), temporaryFolder()];
    writePaidMonth(data);
    const before = killed();
    const most = Math.min(until, before + KILLS_A_MONTH);
    for (let turn = 0; killed() < most; turn += 1) {
      const started = start(local, '--data', data, '--period', PAID_PERIOD);
      await serving(started);
      const moment = await duringPayment(started, local, TASKS[turn % TASKS.length] ?? 'results');
      if (moment === null) break;
      count(moment);
    }
    const last = start(local, '--data', data, '--period', PAID_PERIOD);
    await serving(last);
    const callers = callersWith(tokensIn(local).address, tokensIn(local));
    await payMonth(callers, () => {});
    const faults = await faultsOfPaid(callers);
    await stop(last);
    endMonth(`paid, ${killed() - before} kills`, faults);
  }
}

function count(moment: Moment): void {
  kills.set(moment, (kills.get(moment) ?? 0) + 1);
}

function endMonth(what: string, faults: readonly string[]): void {
  months += 1;
  if (faults.length > 0) differences += 1;
  process.stdout.write(`month ${months}: ${what}, figures ${faults.length === 0 ? 'equal' : `DIFFER: ${faults}`}\n`);
}

/** Pays on until the host is killed in a task, a little after that began; null: the month is paid, and it was not. */
async function duringPayment(started: Started, local: string, aim: Task): Promise<Task | null> {
  let task: Task | null = null;
  let dying: Promise<void> | null = null;
  const begin = (next: Task): void => {
    task = next;
    if (next !== aim || dying !== null) return;
    dying = sleep(random.whole(0, 400)).then(() => killAll(started, local, random.isTrue(0.5)));
  };
  try {
    await payMonth(callersWith(tokensIn(local).address, tokensIn(local)), begin);
  } catch (error) {
    if (dying === null) throw error;
  }
  if (dying === null) await stop(started);
  else await dying;
  return dying === null ? null : task;
}

/** Lets some more facts through than the last time. */
async function duringIngest(started: Started, local: string, chance: Random): Promise<void> {
  const before = linksFollowed(local);
  const until = before + chance.whole(10, CLICKS / KILLS_A_MONTH);
  while (linksFollowed(local) < Math.min(until, CLICKS - 1) && !isOver(started)) await sleep(10);
  await sleep(chance.whole(0, 300));
}

/** From when all facts are in, the steps follow each other within a second or two. */
async function duringSettlement(started: Started, chance: Random): Promise<void> {
  while (!started.stderr().includes('clicks,') && !isOver(started)) await sleep(5);
  await sleep(chance.whole(0, 2500));
}

function isOver(started: Started): boolean {
  return started.child.exitCode !== null || started.stdout().includes('Stop with Ctrl-C');
}

function linksFollowed(local: string): number {
  const path = join(local, 'followed-links.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

/** The host always; the engine with it half of the time. */
async function killAll(started: Started, local: string, isEngineToo: boolean): Promise<void> {
  const victims = [
    pidIn(local, 'host.json'),
    isEngineToo ? pidIn(local, 'engine.json') : null,
    started.child.pid ?? null,
  ];
  for (const pid of victims) if (pid !== null) tryToKill(pid);
  await started.ended;
}

function tryToKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment before.
  }
}

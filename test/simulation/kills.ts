// `npm run simulate-kills -- --kills 50`: kills the laptop host with SIGKILL while it takes facts, closes and pays, starts it
// again on the same data, and holds what comes out in the end against an undisturbed calculation.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Random } from '../../cli/sample/random.ts';
import { randomFrom } from '../../cli/sample/random.ts';
import { sampleFolder } from '../../cli/sample/sample-folder.ts';
import { SAMPLE_PERIOD, SAMPLE_PROGRAM } from '../../cli/sample/sample-program.ts';
import { canonical } from '../../domain/integrity/canonical.ts';
import type { Started } from '../e2e/start-process.ts';
import { figuresOf, pidIn, removeFolders, serving, start, stop, temporaryFolder } from '../e2e/start-process.ts';
import { closedFolder } from '../support/closed-folder.ts';

const KILLS_A_MONTH = 10;
/** The sample's tracking links are followed one by one; how far it is tells how far the month is. */
const CLICKS = 856;

type Moment = 'ingest' | 'settlement';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const wanted = Number(values.kills);
const random = randomFrom(Number(values.seed));
const expected = canonical((await closedFolder(sampleFolder(), SAMPLE_PERIOD)).summary);
const kills: Record<Moment, number> = { ingest: 0, settlement: 0 };
let months = 0;
let differences = 0;

while (kills.ingest + kills.settlement < wanted) {
  const local = temporaryFolder();
  const left = Math.min(KILLS_A_MONTH, wanted - kills.ingest - kills.settlement);
  for (let kill = 0; kill < left; kill += 1) {
    const moment: Moment = kill < left / 2 ? 'ingest' : 'settlement';
    const started = start(local);
    await (moment === 'ingest' ? duringIngest(started, local, random) : duringSettlement(started, random));
    await killAll(started, local, random.isTrue(0.5));
    kills[moment] += 1;
  }
  const last = start(local);
  await serving(last);
  const figures = canonical(await figuresOf(local, SAMPLE_PROGRAM.programId, SAMPLE_PERIOD));
  await stop(last);
  months += 1;
  const isSame = figures === expected;
  if (!isSame) differences += 1;
  process.stdout.write(`month ${months}: ${left} kills, figures ${isSame ? 'equal' : `DIFFER: ${figures}`}\n`);
}
removeFolders();
const { ingest, settlement } = kills;
process.stdout.write(
  `${ingest + settlement} kills (${ingest} while facts arrived, ${settlement} while the month was closed `,
);
process.stdout.write(`and paid), ${months} months, ${differences} with other figures\n`);
process.exitCode = differences === 0 ? 0 : 1;

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

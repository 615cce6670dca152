// `npm run simulate-year -- --seeds 1000`, `-- --seed 17` for one year again, `-- --bugs` to see which planted bugs are noticed.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { BUGS } from './bugs.ts';
import { Nursery } from './noticed.ts';
import { simulateYear } from './year.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    bugs: { type: 'boolean', default: false },
  },
});

process.exitCode = values.bugs ? await showBugs() : await showYears();

async function showYears(): Promise<number> {
  const first = Number(values.seed ?? values.from);
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  const sums = { faults: 0, conversions: 0, entries: 0, deaths: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const { conversions, entries, deaths, fault } = await simulateYear(seed);
    sums.conversions += conversions;
    sums.entries += entries;
    sums.deaths += deaths;
    if (fault === null) continue;
    sums.faults += 1;
    process.stdout.write(`seed ${seed}: ${fault}\n`);
  }
  process.stdout.write(
    `${count} years, ${sums.faults} with a fault; ${sums.conversions} conversions, ${sums.entries} entries, ` +
      `${sums.deaths} times a process died and its command was sent again\n`,
  );
  return sums.faults === 0 ? 0 : 1;
}

async function showBugs(): Promise<number> {
  const seeds = Number(values.seeds);
  let missed = 0;
  const nursery = new Nursery();
  for (const bug of BUGS) {
    const fault = await nursery.noticed(bug, seeds);
    if (fault === null) missed += 1;
    process.stdout.write(`${fault === null ? '✗' : '✓'} ${bug.what}: ${fault ?? `not noticed in ${seeds} years`}\n`);
  }
  await nursery.close();
  process.stdout.write(`${BUGS.length - missed} of ${BUGS.length} planted bugs noticed\n`);
  return missed === 0 ? 0 : 1;
}

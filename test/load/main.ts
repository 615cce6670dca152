// `npm run load [-- --seconds N] [--connections N] [--rate N] [--redirect-seconds N]`: a mixed load on the laptop host, then the
// redirect's function at a steady rate.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { median, printSection } from '../bench/table.ts';
import { removeFolders, temporaryFolder } from '../e2e/start-process.ts';
import { mixedLoad } from './mixed-load.ts';
import { openFolder } from './open-folder.ts';
import type { Steady } from './steadily.ts';
import { steadyPuts, steadyRedirects } from './steady-redirects.ts';

const P99_MS_MAX = 5;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
    'redirect-seconds': { type: 'string', default: '20' },
  },
});
const seconds = Number(values.seconds);
const folder = temporaryFolder();
const faults: string[] = [];
try {
  const load = await mixedLoad({ folder, seconds, connections: Number(values.connections) });
  const total = [...load.kinds.values()].reduce((sum, { times }) => sum + times.length, 0);
  printSection(`Mixed load on the laptop host, ${seconds} s, ${values.connections} connections: ${total} requests`, [
    ['', 'requests', 'a second', 'median', 'p90', 'p99', 'longest', 'statuses'],
    ...[...load.kinds].map(([kind, { times, statuses }]) => [
      ...[kind, String(times.length), (times.length / seconds).toFixed(0)],
      ...[median(times), at(times, 0.9), at(times, 0.99), at(times, 1)].map((ms) => `${ms.toFixed(1)} ms`),
      [...statuses].map(([status, count]) => `${status}: ${count}`).join(', '),
    ]),
  ]);
  faults.push(...load.faults);

  // The host is gone; what it accepted must be on the disk.
  const stores = await openFolder(folder);
  try {
    const lost = await stores.missing(load.accepted);
    const { clicks, conversions } = load.accepted;
    process.stdout.write(
      `${clicks.length} clicks and ${conversions.length} conversions accepted, ${lost.length} lost\n\n`,
    );
    for (const fact of lost.slice(0, 10)) faults.push(`accepted, and not found afterwards: ${fact}`);

    const rate = Number(values.rate);
    const asked = { environment: stores.environment, rate, seconds: Number(values['redirect-seconds']) };
    const bare = await steadyPuts(asked);
    const { clicks: sent, ...redirects } = await steadyRedirects(asked);
    printSection(`The redirect's bundle alone in its process, over the native engine, ${rate} requests a second`, [
      ['', 'requests', 'median', 'p90', 'p99', 'longest', 'processor a call'],
      ['redirect', ...steadyCells(redirects)],
      ['a bare put, the least it can take', ...steadyCells(bare)],
    ]);
    if (at(redirects.times, 0.99) > P99_MS_MAX) faults.push(`the redirect's p99 is over ${P99_MS_MAX} ms`);
    const unkept = await stores.missing({ clicks: sent, conversions: [] });
    if (unkept.length > 0) faults.push(`${unkept.length} clicks of the steady rate were not kept`);
  } finally {
    await stores.close();
  }
} finally {
  removeFolders();
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(faults.length === 0 ? 'no 5xx, nothing lost\n' : '');
process.exitCode = faults.length === 0 ? 0 : 1;

function steadyCells({ times, processorMs }: Steady): readonly string[] {
  const figures = [median(times), at(times, 0.9), at(times, 0.99), at(times, 1), processorMs];
  return [String(times.length), ...figures.map((ms) => `${ms.toFixed(2)} ms`)];
}

/** The value that a part of all is at or below. */
function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

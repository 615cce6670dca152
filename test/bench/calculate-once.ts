import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../cli/run-command-line.ts';
import { GENERATED_PERIOD } from './generate.ts';

/** What one run of `bunpai calculate` took, threads included. */
export interface Calculated {
  /** Rows of commissions.csv. */
  readonly lines: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMegabytes: number;
}

const [directory = ''] = process.argv.slice(2);
const out = join(directory, 'results');
const silent = { write: () => true };
const start = performance.now();
const code = await runCommandLine(['calculate', directory, '--period', GENERATED_PERIOD, '--out', out], {
  out: silent,
  err: process.stderr,
});
const ms = performance.now() - start;
if (code !== 0) throw new Error(`calculate ended with ${code}`);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const measured: Calculated = {
  lines: (await rowsOf(join(out, 'commissions.csv'))) - 1,
  ms,
  cpuMs: (userCPUTime + systemCPUTime) / 1000,
  peakMegabytes: Math.round(maxRSS / 1024),
};
process.stdout.write(JSON.stringify(measured));

async function rowsOf(path: string): Promise<number> {
  let rows = 0;
  for await (const chunk of createReadStream(path)) for (const byte of chunk as Buffer) if (byte === 10) rows += 1;
  return rows;
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Calculated } from './calculate-once.ts';
import { generateFiles } from './generate.ts';
import { printSection } from './table.ts';

/** `node test/bench/calculate.ts [CONVERSIONS …]` measures other sizes: a million write some ten gigabytes. */
const given = process.argv.slice(2).map(Number);
const SIZES = given.length > 0 ? given : [10_000, 100_000];
const CLICKS_PER_CONVERSION = 3;
const CONVERSIONS_PER_PARTNER = 100;

const measured: (Calculated & { readonly conversions: number })[] = [];
for (const conversions of SIZES) measured.push({ conversions, ...(await calculated(conversions)) });

printSection(
  'bunpai calculate of a generated month, three clicks a conversion and a partner for every hundred, from files to files, each in\n' +
    'a process of its own. In brackets the time against the size before.',
  [
    ['conversions', 'lines', 'seconds', 'processor s', 'peak MB'],
    ...measured.map(({ conversions, lines, ms, cpuMs, peakMegabytes }, index) => {
      const before = measured[index - 1];
      const ratio = before === undefined ? '' : ` (×${(ms / before.ms).toFixed(1)})`;
      const sizes = [conversions.toLocaleString('en'), lines.toLocaleString('en')];
      return [...sizes, `${(ms / 1000).toFixed(1)}${ratio}`, (cpuMs / 1000).toFixed(1), String(peakMegabytes)];
    }),
  ],
);

async function calculated(conversions: number): Promise<Calculated> {
  const directory = mkdtempSync(join(tmpdir(), 'bunpai-bench-'));
  try {
    process.stderr.write(`calculating ${conversions.toLocaleString('en')} conversions\n`);
    const partners = Math.max(1, Math.round(conversions / CONVERSIONS_PER_PARTNER));
    await generateFiles({ conversions, clicksPerConversion: CLICKS_PER_CONVERSION, partners, seed: 1 }, directory);
    const script = fileURLToPath(new URL('./calculate-once.ts', import.meta.url));
    const args = [
      '--max-semi-space-size=16',
      '--min-semi-space-size=16',
      '--initial-old-space-size=256',
      script,
      directory,
    ];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Calculated;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Closed } from './close-once.ts';
import { printSection } from './table.ts';

/** `node test/bench/close.ts [CONVERSIONS …]` measures other sizes; a million stand in memory with all their entries. */
const given = process.argv.slice(2).map(Number);
const SIZES = given.length > 0 ? given : [10_000, 100_000, 1_000_000];
const CONVERSIONS_PER_PARTNER = 100;
const HEAP_MEGABYTES = 16_384;

const measured = SIZES.map((conversions): Closed & { readonly conversions: number } => {
  process.stderr.write(`closing ${conversions.toLocaleString('en')} conversions\n`);
  const script = fileURLToPath(new URL('./close-once.ts', import.meta.url));
  const partners = Math.max(20, Math.round(conversions / CONVERSIONS_PER_PARTNER));
  const memory = [`--max-old-space-size=${HEAP_MEGABYTES}`, '--max-semi-space-size=64'];
  const args = [...memory, script, String(conversions), String(partners)];
  return { conversions, ...(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Closed) };
});

printSection(
  'Close of a generated month on the memory store, one click a conversion on average, a partner for every hundred, by the steps\n' +
    'of every host: processor seconds of each step. In brackets all of them against the size before: 10 is linear.',
  [
    ['conversions', 'entries', 'seal', 'calculate', 'approve', 'close', 'in all', 'on the clock', 'peak MB'],
    ...measured.map((row, index) => {
      const before = measured[index - 1];
      const all = totalMs(row);
      const ratio = before === undefined ? '' : ` (×${(all / totalMs(before)).toFixed(1)})`;
      const steps = [row.sealMs, row.calculateMs, row.approveMs, row.closeMs].map(seconds);
      const sizes = [row.conversions.toLocaleString('en'), row.entries.toLocaleString('en')];
      return [...sizes, ...steps, `${seconds(all)}${ratio}`, seconds(row.wallMs), String(row.peakMegabytes)];
    }),
  ],
);

function totalMs({ sealMs, calculateMs, approveMs, closeMs }: Closed): number {
  return sealMs + calculateMs + approveMs + closeMs;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

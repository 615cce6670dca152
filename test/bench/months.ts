import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measured } from './measure.ts';
import { printSection } from './table.ts';

/** Sizes with how often each is repeated; the larger ones cost minutes and gigabytes, so they run once. */
const SIZES = [
  { conversions: 10_000, repeats: 3 },
  { conversions: 100_000, repeats: 1 },
  { conversions: 1_000_000, repeats: 1 },
];
const HEAP_MEGABYTES = 16_384;

const measured = SIZES.map(({ conversions, repeats }): Measured => {
  process.stderr.write(`measuring ${conversions.toLocaleString('en')} conversions\n`);
  const script = fileURLToPath(new URL('./measure.ts', import.meta.url));
  // Room for what is new, so that collecting garbage is not what gets measured.
  const args = [
    `--max-old-space-size=${HEAP_MEGABYTES}`,
    '--max-semi-space-size=128',
    script,
    String(conversions),
    String(repeats),
  ];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Measured;
});

printSection(
  'Conversions per second over a generated month, one click a conversion on average, a partner for every hundred; medians.\n' +
    'In brackets the time against the size before: 10 is linear.',
  [
    ['conversions', 'lines', 'attribution', 'rating', 'close', 'peak MB'],
    ...measured.map((row, index) => {
      const before = measured[index - 1];
      const cell = (phase: 'attributionMs' | 'ratingMs' | 'closeMs'): string => {
        const rate = Math.round(row.conversions / (row[phase] / 1000)).toLocaleString('en');
        return before === undefined ? `${rate}/s` : `${rate}/s (×${(row[phase] / before[phase]).toFixed(1)})`;
      };
      const sizes = [row.conversions.toLocaleString('en'), row.lines.toLocaleString('en')];
      return [...sizes, cell('attributionMs'), cell('ratingMs'), cell('closeMs'), String(row.peakMegabytes)];
    }),
  ],
);

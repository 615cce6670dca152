import { mkdirSync } from 'node:fs';
import { generateFiles } from './generate.ts';

const USAGE = 'node test/bench/write-month.ts DIR [CONVERSIONS [CLICKS_PER_CONVERSION [PARTNERS [SEED]]]]';

/**
 * Writes a generated month as a folder that `bunpai calculate` reads: by default the million conversions, three million clicks
 * and ten thousand partners that its speed is stated for. The same numbers always give the same folder, row by row.
 */
const [directory, ...given] = process.argv.slice(2);
const [conversions = 1_000_000, clicksPerConversion = 3, partners = 10_000, seed = 1] = given.map(Number);
if (directory === undefined || ![conversions, clicksPerConversion, partners, seed].every(Number.isSafeInteger)) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  mkdirSync(directory, { recursive: true });
  await generateFiles({ conversions, clicksPerConversion, partners, seed }, directory);
}

import { join } from 'node:path';
import { randomFrom } from '../../cli/sample/random.ts';
import { bunpai } from '../cli/bunpai.ts';
import { closeMonths } from './close.ts';
import { amountText } from './folder.ts';
import { LAST_MONTH, randomFolder } from './random-folder.ts';
import { writeFolder } from './write-folder.ts';

const FIRST_MONTH = '2026-08';

interface Summary {
  readonly conversions: Readonly<Record<string, number>>;
  readonly partners: readonly Readonly<Record<string, string>>[];
}

/** What `bunpai calculate` and the reference make different of the random folder of a seed; a place of its own is given it. */
export async function differencesOf(seed: number, place: string): Promise<readonly string[]> {
  const folder = randomFolder(randomFrom(seed));
  writeFolder(place, folder);
  const out = join(place, 'out');
  const { code, stdout, stderr } = await bunpai('calculate', place, '--period', LAST_MONTH, '--out', out, '--json');
  if (code !== 0) return [`seed ${seed}: refused: ${stderr}`];
  const summary = JSON.parse(stdout) as Summary;
  const reference = closeMonths(folder, FIRST_MONTH, LAST_MONTH);
  const differences: string[] = [];
  const compare = (what: string, expected: string | number, got: string | number | undefined): void => {
    if (got !== expected) differences.push(`seed ${seed}: ${what}: expected ${expected}, got ${got}`);
  };
  for (const [partner, figures] of reference.partners) {
    const own = summary.partners.find(({ partnerId }) => partnerId === partner);
    for (const [name, minor] of Object.entries(figures) as [string, bigint][]) {
      compare(`${name} of ${partner}`, amountText(minor, folder.program.currency), own?.[name]);
    }
  }
  for (const outcome of new Set([...reference.conversions.keys(), ...Object.keys(summary.conversions)])) {
    compare(outcome, reference.conversions.get(outcome) ?? 0, summary.conversions[outcome] ?? 0);
  }
  return differences;
}

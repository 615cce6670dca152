import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculate } from '../calculate/calculate.ts';
import type { Command, Given, Streams } from '../command.ts';
import { compareResults } from './compare-results.ts';

export const replay: Command = {
  name: 'replay',
  summary: 'calculate a month again and compare it with its stored result, byte for byte',
  usage: 'DIR --period YYYY-MM --out OUT',
  help:
    'Calculates a month of DIR again, as calculate does, and compares every file with the result that OUT holds.\n' +
    'Each difference is told with its file, its line or entry, its figure and both values; a row of a\n' +
    'table that is missing, or too many, as one. Nothing is written.\n' +
    'Ends with 0 when there is no difference and with 1 when there is one.',
  options: {
    period: { type: 'string', isRequired: true, value: 'YYYY-MM', help: 'the month that OUT holds' },
    out: { type: 'string', isRequired: true, value: 'OUT', help: 'the earlier result of calculate' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

const SHOWN_MAX = 100;

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'bunpai-'));
  try {
    const computed = join(scratch, 'again');
    const again: Given = {
      ...given,
      text: (name) => (name === 'out' ? computed : given.text(name)),
      flag: () => false,
    };
    const code = await calculate.run(again, { out: { write: () => undefined }, err });
    if (code !== 0) return code;
    const { files, differences, count } = await compareResults(given.text('out'), computed, SHOWN_MAX);
    for (const difference of differences) out.write(`${difference}\n`);
    if (count > differences.length) out.write(`and ${count - differences.length} more\n`);
    out.write(
      `${count === 0 ? 'no difference' : `${count} ${count === 1 ? 'difference' : 'differences'}`} in ${files} files\n`,
    );
    return count === 0 ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true });
  }
}

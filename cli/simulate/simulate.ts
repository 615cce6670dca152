import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PeriodId } from '../../domain/ids.ts';
import { simulatedMonths } from '../../functions/usecases/analysis/simulate-plan.ts';
import { simulationCsv } from '../../functions/usecases/analysis/simulation-csv.ts';
import type { Command, Given, Streams } from '../command.ts';
import { monthOf, UsageError } from '../command.ts';
import { readFolder } from '../folder/read-folder.ts';
import { progressOn, SILENT_MS } from '../progress.ts';
import { inPlaceOf } from '../write-results/in-place-of.ts';
import { requirePlace } from '../write-results/place.ts';
import { readDraft } from './read-draft.ts';
import { simulateFolder } from './simulate-folder.ts';
import { simulationText } from './simulation-text.ts';

const RESULT_NAMES = ['simulation.json', 'simulation.csv'];

export const simulate: Command = {
  name: 'simulate',
  summary: 'run a draft plan over months of a folder: what it would have cost, who wins and who loses',
  usage: 'DIR --plan DRAFT.json --from YYYY-MM [--to YYYY-MM] [--out OUT] [--json]',
  help:
    'Closes the months of DIR as they were and as a draft makes them, from the first month asked for on. What was\n' +
    'sold before, its holds and its debts go on as they were. DRAFT.json is a plan as in program.json; its version\n' +
    'and effectiveFrom may be left out. With --out, simulation.json and simulation.csv are written there.',
  options: {
    plan: { type: 'string', isRequired: true, value: 'DRAFT.json', help: 'the draft plan' },
    from: { type: 'string', isRequired: true, value: 'YYYY-MM', help: 'the first month of the draft' },
    to: { type: 'string', isRequired: false, value: 'YYYY-MM', help: 'the last month; the first unless told' },
    out: { type: 'string', isRequired: false, value: 'OUT', help: 'folder to write to: new, empty or an earlier one' },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print simulation.json instead of a table' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const [directory = ''] = given.positionals;
  const months = monthsAsked(given);
  const target = given.text('out');
  if (target !== '') await requirePlace(target, RESULT_NAMES);
  const progress = progressOn(err, { silentMs: SILENT_MS });
  const read = await readFolder(directory, { progress });
  if (!read.ok) {
    err.write(`${read.problems.join('\n')}\n`);
    return 1;
  }
  const { program, partners } = read.folder;
  const known = new Set(partners.map(({ partnerId }) => partnerId));
  const plan = await readDraft(given.text('plan'), { currency: program.currency, partners: known });
  const simulation = simulateFolder(read.folder, { plan, months }, progress);
  const json = `${JSON.stringify(simulation, null, 2)}\n`;
  if (target !== '') {
    await inPlaceOf(target, RESULT_NAMES, async (folder) => {
      await writeFile(join(folder, 'simulation.json'), json);
      await writeFile(join(folder, 'simulation.csv'), simulationCsv(simulation));
    });
  }
  out.write(given.flag('json') ? json : `${simulationText(simulation)}\n`);
  return 0;
}

function monthsAsked(given: Given): readonly [PeriodId, ...PeriodId[]] {
  const from = monthOf(given, 'from');
  const to = given.text('to') === '' ? from : monthOf(given, 'to');
  if (to < from) throw new UsageError(`--to must not be before --from, ${from}, got "${to}"`);
  const [, ...later] = simulatedMonths(from, to);
  return [from, ...later];
}

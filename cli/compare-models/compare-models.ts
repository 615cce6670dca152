import { modelText } from '../../domain/settlement/compare-models.ts';
import type { Command, Given, Streams } from '../command.ts';
import { monthOf } from '../command.ts';
import { readFolder } from '../folder/read-folder.ts';
import { modelIn } from '../model-option.ts';
import { progressOn, SILENT_MS } from '../progress.ts';
import { compareFolder } from './compare-folder.ts';
import { comparisonText } from './comparison-text.ts';

const DEFAULT_MODELS = 'first-touch,last-touch,linear,position-based,markov,shapley';

export const compareModels: Command = {
  name: 'compare-models',
  summary: 'credit a month of a folder by several attribution models, side by side',
  usage: 'DIR --period YYYY-MM [--models MODEL,MODEL…] [--json]',
  help:
    'Closes the months of DIR before the one asked for as they were, credits that one by each of the models, and prints\n' +
    "each partner's credited conversions, base and commission under each. Nothing is written. The first model is the\n" +
    "program's own. A model may have options, as program.json has them: markov:order=2, time-decay:halfLifeDays=7,\n" +
    'shapley:characteristic=conversion-rate, custom:weights=0.5+0.3+0.2. markov and shapley are fitted on the journeys\n' +
    'of the window that ends with the month (windowDays, else lookbackDays), those that did not convert too.',
  options: {
    period: { type: 'string', isRequired: true, value: 'YYYY-MM', help: 'the month to credit' },
    models: {
      type: 'string',
      isRequired: false,
      value: 'MODEL,…',
      help: `models to compare with the program's own (default ${DEFAULT_MODELS})`,
    },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print the comparison as JSON instead of a table' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const periodId = monthOf(given, 'period');
  const asked = (given.text('models') || DEFAULT_MODELS).split(',').map((text) => modelIn(text, '--models'));
  const progress = progressOn(err, { silentMs: SILENT_MS });
  const read = await readFolder(given.positionals[0] ?? '', { progress });
  if (!read.ok) {
    err.write(`${read.problems.join('\n')}\n`);
    return 1;
  }
  const byText = new Map([read.folder.program.attribution.model, ...asked].map((model) => [modelText(model), model]));
  const comparison = compareFolder(read.folder, { periodId, models: [...byText.values()] }, progress);
  out.write(given.flag('json') ? `${JSON.stringify(comparison, null, 2)}\n` : `${comparisonText(comparison)}\n`);
  return 0;
}

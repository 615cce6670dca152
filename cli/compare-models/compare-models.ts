import type { Model } from '../../domain/partner/program.ts';
import { modelText } from '../../domain/settlement/compare-models.ts';
import { fieldErrors, PARSING } from '../../functions/contract/field-errors.ts';
import { modelSchema } from '../../functions/contract/schemas/attribution.ts';
import type { Command, Given, Streams } from '../command.ts';
import { monthOf, UsageError } from '../command.ts';
import { readFolder } from '../folder/read-folder.ts';
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
  const asked = (given.text('models') || DEFAULT_MODELS).split(',').map(modelOf);
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

/** `markov:order=2` as program.json would have it. */
function modelOf(text: string): Model {
  const [name = '', ...options] = text.trim().split(':');
  const wire: Record<string, unknown> = { model: name };
  for (const option of options) {
    const [key = '', value = ''] = option.split('=');
    wire[key] = optionOf(key, value);
  }
  const read = modelSchema.safeParse(wire, PARSING);
  if (read.success) return read.data;
  const [problem] = fieldErrors(read.error);
  throw new UsageError(`--models ${text}: ${problem?.field ?? 'model'}: ${problem?.reason ?? 'is not right'}`);
}

const LISTS: readonly string[] = ['weights', 'directPartners'];
const NUMBERS: readonly string[] = ['order', 'windowDays'];

function optionOf(key: string, value: string): unknown {
  if (LISTS.includes(key)) return value.split('+');
  return NUMBERS.includes(key) && /^\d+$/.test(value) ? Number(value) : value;
}

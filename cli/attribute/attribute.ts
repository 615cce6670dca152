import { warningsOf } from '../../domain/attribution/fit.ts';
import type { FitWarning } from '../../domain/attribution/snapshot.ts';
import type { Model } from '../../domain/partner/program.ts';
import { fieldErrors, PARSING } from '../../functions/contract/field-errors.ts';
import { attributionSchema } from '../../functions/contract/schemas/attribution.ts';
import type { Command, Given, Streams } from '../command.ts';
import { suggestion, UsageError } from '../command.ts';
import type { TableColumn } from '../live/table.ts';
import { formatTable } from '../live/table.ts';
import type { ChannelResult, ValueBy } from './channel-results.ts';
import { channelResults } from './channel-results.ts';
import { readPaths } from './read-paths.ts';

const MODELS = [
  'first-touch',
  'last-touch',
  'last-non-direct',
  'linear',
  'position-based',
  'custom',
  'markov',
  'shapley',
] as const;

export const attribute: Command = {
  name: 'attribute',
  summary: 'credit the channels of a file of paths by a model',
  usage: 'PATHS --model MODEL [--order N] [--weights f,m,l] [--direct NAME] [--json]',
  help:
    'Reads PATHS, a CSV (.csv or .csv.gz) with the columns path, conversions, conversion_value and nulls. A path is touches\n' +
    'with " > " between them; a row stands for that many journeys that converted, with the value of all of them, and that\n' +
    'did not (nulls). Prints conversions and value per channel, and for markov the removal effect. Both sum to those of the\n' +
    `file. Models: ${MODELS.slice(0, 5).join(', ')},\n${MODELS.slice(5).join(', ')}.\n\n` +
    'Bad rows are all listed as file:line: field: what was wrong.',
  options: {
    model: { type: 'string', isRequired: true, value: 'MODEL', help: 'one of the models above' },
    order: {
      type: 'string',
      isRequired: false,
      value: 'N',
      help: 'markov: how many touches make a state, 1 (default) to 4',
    },
    weights: {
      type: 'string',
      isRequired: false,
      value: 'f,m,l',
      help: 'position-based: first, middle, last (default 0.4,0.2,0.4); custom: by position, as many as you like. They sum to 1',
    },
    direct: { type: 'string', isRequired: false, value: 'NAME', help: 'last-non-direct: the channel to pass over' },
    repeats: {
      type: 'string',
      isRequired: false,
      value: 'HOW',
      help: 'linear: counted (default), collapsed (a run of one channel is one touch) or unique (a channel is one touch)',
    },
    'two-touches': {
      type: 'string',
      isRequired: false,
      value: 'HOW',
      help: 'position-based: middle-halved (default; either touch has half the middle beside) or renormalised (first and last alone)',
    },
    characteristic: {
      type: 'string',
      isRequired: false,
      value: 'V',
      help: 'shapley: what a set of channels is worth: sum-over-subsets (default), conversion-rate or markov',
    },
    value: {
      type: 'string',
      isRequired: false,
      value: 'HOW',
      help: 'markov: last-state (default; a conversion is worth the mean of the paths that end alike) or conversions (in their proportion)',
    },
    json: {
      type: 'boolean',
      isRequired: false,
      value: '',
      help: 'print [{ "channel", "conversions", "value", "removalEffect"? }] instead of a table',
    },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const model = modelOf(given);
  const valueBy = valueByIn(given, model);
  const read = await readPaths(given.positionals[0] ?? '');
  if (!read.ok) {
    err.write(`${read.problems.join('\n')}\n`);
    return 1;
  }
  const results = channelResults(read, model, valueBy);
  if (model.name === 'markov' || model.name === 'shapley') {
    for (const warning of warningsOf(read.paths)) err.write(`bunpai: ${WARNINGS[warning]}\n`);
    if (results.some(({ conversions }) => conversions < 0)) err.write(`bunpai: ${WARNINGS['negative-share']}\n`);
  }
  out.write(given.flag('json') ? `${JSON.stringify(results, null, 2)}\n` : `${resultsText(results)}\n`);
  return 0;
}

const WARNINGS: Readonly<Record<FitWarning, string>> = {
  'no-conversions': 'nothing converted, so no channel is credited',
  'no-non-converting-journeys':
    'there are no journeys that did not convert (nulls); without them the model cannot tell what a channel changes',
  'negative-share': 'a channel is worth less than nothing: with it journeys convert less often than without',
};

/** The model with its options, checked as those of a program are. */
function modelOf(given: Given): Model {
  const name = given.text('model');
  if (name === 'time-decay' || name === 'w-shaped') {
    const needs = name === 'time-decay' ? 'the times of touches' : 'the milestones of customers';
    throw new UsageError(`${name} needs ${needs}, which paths do not have`);
  }
  const known: readonly string[] = MODELS;
  if (!known.includes(name)) throw new UsageError(`unknown model "${name}"${suggestion(name, MODELS, '')}`);
  const direct = given.text('direct');
  if (name === 'last-non-direct') {
    if (direct === '') throw new UsageError('--direct NAME is needed by the model last-non-direct');
  } else if (direct !== '') throw new UsageError(`--direct belongs to the model last-non-direct, not to ${name}`);

  const read = attributionSchema.safeParse(wireOf(given, name), PARSING);
  if (!read.success) {
    const [problem] = fieldErrors(read.error);
    const field = problem?.field === 'twoTouches' ? 'two-touches' : (problem?.field ?? 'model');
    throw new UsageError(`--${field} ${problem?.reason ?? 'is not right'}`);
  }
  const { model } = read.data;
  return model.name === 'last-non-direct' ? { ...model, directPartners: [direct] } : model;
}

function valueByIn(given: Given, { name }: Model): ValueBy {
  const text = given.text('value') || 'last-state';
  if (given.text('value') !== '' && name !== 'markov') {
    throw new UsageError(`--value belongs to the model markov, not to ${name}`);
  }
  if (text === 'last-state' || text === 'conversions') return text;
  throw new UsageError(`--value must be last-state or conversions, got "${text}"`);
}

function wireOf(given: Given, model: string): Readonly<Record<string, unknown>> {
  const option = (name: string): string | undefined => given.text(name) || undefined;
  const weights = option('weights')
    ?.split(',')
    .map((weight) => weight.trim());
  const [first, middle, last, ...more] = weights ?? [];
  const isPosition = model === 'position-based' && weights !== undefined;
  if (isPosition && (last === undefined || more.length > 0)) {
    throw new UsageError(`--weights must be three for position-based, such as 0.4,0.2,0.4, got ${weights.length}`);
  }
  const order = option('order');
  return {
    model,
    weights: isPosition ? { first, middle, last } : weights,
    order: order === undefined || !/^\d+$/.test(order) ? order : Number(order),
    repeats: option('repeats'),
    twoTouches: option('two-touches'),
    characteristic: option('characteristic'),
    // Channels may have names that partners cannot; the real one takes its place.
    directPartners: model === 'last-non-direct' ? ['direct'] : undefined,
  };
}

const DECIMALS = 4;

function resultsText(results: readonly ChannelResult[]): string {
  const figure = (title: string, of: (row: ChannelResult) => number | undefined): TableColumn<ChannelResult> => ({
    title,
    isFigure: true,
    cell: (row) =>
      of(row)?.toLocaleString('en', { minimumFractionDigits: DECIMALS, maximumFractionDigits: DECIMALS }) ?? '',
  });
  const columns = [
    { title: 'channel', isFigure: false, cell: ({ channel }: ChannelResult) => channel },
    figure('conversions', ({ conversions }) => conversions),
    figure('value', ({ value }) => value),
  ];
  const hasEffects = results.some(({ removalEffect }) => removalEffect !== undefined);
  if (hasEffects) columns.push(figure('removal effect', ({ removalEffect }) => removalEffect));
  const total = { channel: 'total', conversions: 0, value: 0 };
  for (const { conversions, value } of results) {
    total.conversions += conversions;
    total.value += value;
  }
  return formatTable(columns, [...results, total]);
}

import type { FittedModel } from '../../domain/attribution/fitted-model.ts';
import type { PartnerShare } from '../../domain/attribution/snapshot.ts';
import { shareText } from '../../domain/attribution/snapshot.ts';
import { isDataDriven } from '../../domain/partner/program.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import { modelText } from '../../domain/settlement/compare-models.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Command, Given, Streams } from '../command.ts';
import { monthOf, UsageError } from '../command.ts';
import { fitWarnings } from '../fit-warnings.ts';
import { folderFits } from '../folder/folder-fits.ts';
import { readFolder } from '../folder/read-folder.ts';
import type { TableColumn } from '../live/table.ts';
import { formatTable } from '../live/table.ts';
import { modelIn } from '../model-option.ts';
import { progressOn, SILENT_MS } from '../progress.ts';

export const fit: Command = {
  name: 'fit',
  summary: 'fit a data-driven model on the journeys of a folder and print its snapshot',
  usage: 'DIR --period YYYY-MM [--model MODEL] [--json]',
  help:
    'Fits markov or shapley on the journeys of the window that ends with a month (windowDays, else lookbackDays), those that\n' +
    'did not convert too, and prints the snapshot by which calculate credits that month: its id, what it was made of, and the\n' +
    'share of every partner. Nothing is written.',
  options: {
    period: { type: 'string', isRequired: true, value: 'YYYY-MM', help: 'the month at whose end the window ends' },
    model: {
      type: 'string',
      isRequired: false,
      value: 'MODEL',
      help: "such as markov:order=2 or shapley:characteristic=conversion-rate (default: the program's own)",
    },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print the snapshot as JSON instead of a table' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const periodId = monthOf(given, 'period');
  const asked = given.text('model') === '' ? null : modelIn(given.text('model'), '--model');
  const read = await readFolder(given.positionals[0] ?? '', { progress: progressOn(err, { silentMs: SILENT_MS }) });
  if (!read.ok) {
    err.write(`${read.problems.join('\n')}\n`);
    return 1;
  }
  const { program } = read.folder;
  const model = asked ?? program.attribution.model;
  if (!isDataDriven(model)) {
    const whose = asked === null ? "the program's model is" : 'got';
    throw new UsageError(`--model must be markov or shapley; ${whose} ${model.name}`);
  }
  const fitted = folderFits(read.folder, model)(calendarOf(program.timezone).period(periodId));
  for (const warning of fitWarnings(model, fitted)) err.write(`bunpai: ${warning}\n`);
  if (fitted === null) return 1;
  out.write(
    given.flag('json') ? `${JSON.stringify(answerOf(fitted), null, 2)}\n` : `${textOf(fitted, modelText(model))}\n`,
  );
  return 0;
}

/** A fit in the words of the API. */
function answerOf({ snapshot, window, ...others }: FittedModel) {
  const { shares, ...model } = snapshot;
  return {
    ...others,
    ...model,
    from: formatInstant(window.from),
    to: formatInstant(window.to),
    shares: shares.map((share) => ({ partnerId: share.partnerId, share: shareText(share) })),
  };
}

function textOf({ programId, snapshotId, window, journeys, snapshot }: FittedModel, model: string): string {
  const { converting, nonConverting, paths } = journeys;
  return [
    `${programId} · ${model} · snapshot ${snapshotId}`,
    `journeys from ${formatInstant(window.from)} to ${formatInstant(window.to)}: ${converting} converted, ${nonConverting} did not; ${paths} different`,
    '',
    formatTable(COLUMNS, snapshot.shares),
  ].join('\n');
}

const COLUMNS: readonly TableColumn<PartnerShare>[] = [
  { title: 'partner', isFigure: false, cell: ({ partnerId }) => partnerId },
  { title: 'share', isFigure: true, cell: shareText },
];

import { statSync } from 'node:fs';
import process from 'node:process';
import { statementText } from '../../domain/statement/text/statement-text.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import type { Command, Given, Streams } from '../command.ts';
import { monthOf, UsageError } from '../command.ts';
import { readFolder } from '../folder/read-folder.ts';
import { progressOn, SILENT_MS } from '../progress.ts';
import { readStatement } from '../read-statement.ts';
import { conversionText } from './conversion-text.ts';
import { explainInFolder } from './explain-in-folder.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'tell how an amount came about, or why there is none, in English or Japanese',
  usage: 'STATEMENT.json|DIR [--conversion ID [--line ID]] [--period YYYY-MM] [--lang ja|en]',
  help:
    'Reads a statement, OUT/statements/PARTNER.json of calculate or one downloaded from the API, and tells how the\n' +
    'commission of a conversion came about, so that you can recompute it with pencil and paper. Without\n' +
    '--conversion it tells how the payout, the bonuses and the overrides came about.\n' +
    'Of a folder, as calculate takes it, it tells the same for every partner that earns by the conversion, or why\n' +
    'nobody does: no touchpoint, touchpoints that do not count and why, a missing exchange rate.',
  options: {
    conversion: { type: 'string', isRequired: false, value: 'ID', help: 'the conversion to explain' },
    line: { type: 'string', isRequired: false, value: 'ID', help: 'only this line of it' },
    period: {
      type: 'string',
      isRequired: false,
      value: 'YYYY-MM',
      help: "of a folder: the month whose close is told of (default: the conversion's own)",
    },
    lang: { type: 'string', isRequired: false, value: 'ja|en', help: 'language; that of your terminal unless told' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const [path = ''] = given.positionals;
  const language = languageOf(given.text('lang'), process.env);
  const conversionId = given.text('conversion');
  const lineId = given.text('line');
  if (lineId !== '' && conversionId === '') throw new UsageError('--line is of a conversion: add --conversion ID');
  const asked = { conversionId, lineId: lineId === '' ? null : lineId, language };
  const periodId = given.text('period') === '' ? null : monthOf(given, 'period');
  if (isFolder(path)) {
    if (conversionId === '') throw new UsageError('a folder has no payout to explain: add --conversion ID');
    const progress = progressOn(err, { silentMs: SILENT_MS });
    const read = await readFolder(path, { progress });
    if (!read.ok) {
      err.write(`${read.problems.join('\n')}\n`);
      return 1;
    }
    out.write(explainInFolder(read.folder, { ...asked, periodId }, progress));
    return 0;
  }
  if (periodId !== null) throw new UsageError('--period is of a folder: a statement has its own');
  const statement = await readStatement(path);
  out.write(conversionId === '' ? statementText(statement, language) : conversionText(statement, asked));
  return 0;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The language asked for, else that of the terminal, else English. */
export function languageOf(asked: string, environment: Readonly<Record<string, string | undefined>>): Language {
  if (asked === 'ja' || asked === 'en') return asked;
  if (asked !== '') throw new UsageError(`--lang must be ja or en, got "${asked}"`);
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^ja\b|^ja_/i.test(locale) ? 'ja' : 'en';
}

import process from 'node:process';
import type { Statement } from '../../domain/statement/statement.ts';
import { explanationText, sourceOf } from '../../domain/statement/text/explanation-text.ts';
import { statementText } from '../../domain/statement/text/statement-text.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';
import { readStatement } from '../read-statement.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'tell how an amount of a statement came about, in English or Japanese',
  usage: 'STATEMENT.json [--conversion ID [--line ID]] [--lang ja|en]',
  help:
    'Reads a statement, OUT/statements/PARTNER.json of calculate or one downloaded from the API, and tells how the\n' +
    'commission of a conversion came about, so that you can recompute it with pencil and paper. Without\n' +
    '--conversion it tells how the payout, the bonuses and the overrides came about.',
  options: {
    conversion: { type: 'string', isRequired: false, value: 'ID', help: 'the conversion to explain' },
    line: { type: 'string', isRequired: false, value: 'ID', help: 'only this line of it' },
    lang: { type: 'string', isRequired: false, value: 'ja|en', help: 'language; that of your terminal unless told' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out }: Streams): Promise<number> {
  const [path = ''] = given.positionals;
  const language = languageOf(given.text('lang'), process.env);
  const conversionId = given.text('conversion');
  const lineId = given.text('line');
  if (lineId !== '' && conversionId === '') throw new UsageError('--line is of a conversion: add --conversion ID');
  const statement = await readStatement(path);
  out.write(
    conversionId === ''
      ? statementText(statement, language)
      : conversionText(statement, { conversionId, lineId: lineId === '' ? null : lineId, language }),
  );
  return 0;
}

/** The language asked for, else that of the terminal, else English. */
export function languageOf(asked: string, environment: Readonly<Record<string, string | undefined>>): Language {
  if (asked === 'ja' || asked === 'en') return asked;
  if (asked !== '') throw new UsageError(`--lang must be ja or en, got "${asked}"`);
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^ja\b|^ja_/i.test(locale) ? 'ja' : 'en';
}

interface Asked {
  readonly conversionId: string;
  readonly lineId: string | null;
  readonly language: Language;
}

function conversionText(statement: Statement, { conversionId, lineId, language }: Asked): string {
  const conversion = statement.conversions.find((candidate) => candidate.conversionId === conversionId);
  if (conversion === undefined) {
    const known = statement.conversions.length;
    throw new BadInput(
      `conversion: the statement of ${statement.partner.id} has no "${conversionId}"; it has ${known}`,
    );
  }
  const own = statement.lines.filter((line) => line.conversionId === conversionId);
  const lines = lineId === null ? own : own.filter((line) => line.lineId === lineId);
  if (lines.length === 0) {
    const known = [...new Set(own.map((line) => line.lineId))].join(', ');
    throw new BadInput(`line: "${conversionId}" has no line "${lineId ?? ''}"; it has ${known}`);
  }
  return explanationText(sourceOf(statement), conversion, lines, language);
}

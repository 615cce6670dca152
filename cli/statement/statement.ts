import { rename, rm, writeFile } from 'node:fs/promises';
import { canonical } from '../../domain/integrity/canonical.ts';
import type { IssuedStatement } from '../../domain/statement/document.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { fieldErrors, PARSING } from '../../functions/contract/field-errors.ts';
import { statementSchema } from '../../functions/contract/schemas/statement.ts';
import { statementCsv } from '../../functions/usecases/statement/statement-csv.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';
import { readStatement } from '../read-statement.ts';

export const statement: Command = {
  name: 'statement',
  summary: 'print a statement as PDF, CSV or JSON, in English or Japanese',
  usage: 'render FILE.json --format pdf|csv|json --out FILE [--lang ja|en] [--api URL]',
  help:
    'Reads a statement, OUT/statements/PARTNER.json of calculate or one downloaded from the API, and writes it as a\n' +
    'document. The same statement always gives the same bytes. Nothing is sent anywhere.',
  options: {
    format: { type: 'string', isRequired: true, value: 'pdf|csv|json', help: 'what to write' },
    out: { type: 'string', isRequired: true, value: 'FILE', help: 'where to write it; an earlier file is replaced' },
    lang: { type: 'string', isRequired: false, value: 'ja|en', help: 'language of the PDF; ja unless told' },
    api: {
      type: 'string',
      isRequired: false,
      value: 'URL',
      help: 'where your API answers: lines of the PDF link to their explanations there',
    },
  },
  positionals: { min: 2, max: 2 },
  run,
};

async function run(given: Given, { err }: Streams): Promise<number> {
  const [action = '', path = ''] = given.positionals;
  if (action !== 'render') throw new UsageError(`expected render, got "${action}"`);
  const format = choice('format', given.text('format'), ['pdf', 'csv', 'json']);
  const language = choice('lang', given.text('lang') || 'ja', ['ja', 'en']);
  const address = addressIn(given.text('api'));
  const read = await readStatement(path);
  refuseBroken(path, read);
  const out = given.text('out');
  await writeWhole(out, await rendered(read, { format, language, address }));
  err.write(`wrote ${out}\n`);
  return 0;
}

interface Wanted {
  readonly format: 'pdf' | 'csv' | 'json';
  readonly language: Language;
  readonly address: string | null;
}

async function rendered(read: IssuedStatement, { format, language, address }: Wanted): Promise<string | Uint8Array> {
  if (format === 'json') return `${canonical(read)}\n`;
  if (format === 'csv') return statementCsv(JSON.stringify(read));
  const { printStatement } = await import('../../functions/documents/pdf/print-statement.ts');
  return await printStatement(read, { language, address });
}

function choice<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found === undefined) throw new UsageError(`--${option} must be ${known.join(' or ')}, got "${given}"`);
  return found;
}

function addressIn(given: string): string | null {
  if (given === '') return null;
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UsageError(`--api must be an address, got "${given}"`);
  return given.replace(/\/+$/, '');
}

function refuseBroken(path: string, value: unknown): void {
  const { error } = statementSchema.safeParse(value, PARSING);
  if (error === undefined) return;
  const faults = fieldErrors(error).map(({ field, reason }) => `${path}: ${field}: ${reason}`);
  throw new BadInput(faults.join('\n'));
}

/** The name appears when the file is whole. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

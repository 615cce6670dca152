import { writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Account } from '../../domain/ledger/account.ts';
import { journalHead, journalText } from '../../domain/ledger/journal-text.ts';
import { ENCODINGS, encodingOf } from '../../functions/usecases/ledger/accounting-bytes.ts';
import type { AccountingFormat } from '../../functions/usecases/ledger/accounting-csv.ts';
import { ACCOUNTING_FORMATS } from '../../functions/usecases/ledger/accounting-csv.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';
import { accountingPieces } from './accounting.ts';
import { entriesIn } from './read-entries.ts';
import { readJournalSettings } from './read-settings.ts';

const FORMATS = ['ledger', 'hledger', ...ACCOUNTING_FORMATS] as const;

export const journal: Command = {
  name: 'journal',
  summary: 'write the entries of a close as a journal for ledger, hledger, freee, マネーフォワード or 弥生',
  usage: 'ENTRIES.jsonl [--format FORMAT] [--settings FILE.json] [--encoding ENCODING] [--out FILE]',
  help:
    'Reads entries.jsonl of calculate and writes it by booking date of each entry. For ledger and hledger, which read the same\n' +
    'text, every account and currency is declared; debits are positive, so what we owe a partner is negative.\n' +
    'For freee, moneyforward and yayoi each posting is a row of its own with debit, credit and whole yen. --settings renames\n' +
    'accounts and kinds of tax and says which partners are registered for consumption tax; cli/README.md describes it.',
  options: {
    format: {
      type: 'string',
      isRequired: false,
      value: FORMATS.join('|'),
      help: 'who is to read it; ledger if absent',
    },
    settings: { type: 'string', isRequired: false, value: 'FILE.json', help: 'names in your accounting program' },
    encoding: {
      type: 'string',
      isRequired: false,
      value: ENCODINGS.join('|'),
      help: 'of the CSV; shift_jis for yayoi, else utf-8, if absent',
    },
    out: { type: 'string', isRequired: false, value: 'FILE', help: 'write here; a file that is there is not touched' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, streams: Streams): Promise<number> {
  const [path = ''] = given.positionals;
  const format = oneOf('format', given.text('format') || 'ledger', FORMATS);
  if (format !== 'ledger' && format !== 'hledger') return await writeAccounting(path, format, given, streams);
  for (const option of ['settings', 'encoding']) {
    if (given.text(option) !== '') throw new UsageError(`--${option} is for ${ACCOUNTING_FORMATS.join(', ')}`);
  }
  const write = outputOf(given, streams);
  const accounts = new Set<Account>();
  const currencies = new Set<string>();
  // Read twice, so that a large month never stands in memory.
  for await (const { currency, postings } of entriesIn(path)) {
    for (const posting of postings) {
      accounts.add(posting.from).add(posting.to);
      currencies.add(posting.currency ?? currency);
    }
  }
  write(journalHead(accounts, currencies));
  for await (const entry of entriesIn(path)) write(journalText(entry));
  return 0;
}

/** Nothing is written before all of it could be. */
async function writeAccounting(path: string, format: AccountingFormat, given: Given, streams: Streams) {
  const encoding = oneOf('encoding', given.text('encoding') || encodingOf(format), ENCODINGS);
  const settings = readJournalSettings(given.text('settings'), format);
  const { pieces, leftOut } = await accountingPieces(path, settings, encoding);
  if (given.text('out') === '') for (const piece of pieces) process.stdout.write(piece);
  else writeFileSync(given.text('out'), Buffer.concat(pieces), { flag: 'wx' });
  if (leftOut > 0) streams.err.write(`${leftOut} postings are not in yen and were left out\n`);
  return 0;
}

function outputOf(given: Given, { out }: Streams): (text: string) => unknown {
  const path = given.text('out');
  if (path === '') return (text) => out.write(text);
  writeFileSync(path, '', { flag: 'wx' });
  return (text) => writeFileSync(path, text, { flag: 'a' });
}

function oneOf<const T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`--${name} must be one of ${known.join(', ')}, got "${text}"`);
  return found;
}

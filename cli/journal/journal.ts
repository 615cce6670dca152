import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseCanonical } from '../../domain/integrity/canonical.ts';
import type { Account } from '../../domain/ledger/account.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { journalHead, journalText } from '../../domain/ledger/journal-text.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';

const FORMATS = ['ledger', 'hledger'];

export const journal: Command = {
  name: 'journal',
  summary: 'write the entries of a close as a journal that ledger and hledger read',
  usage: 'ENTRIES.jsonl [--format ledger|hledger]',
  help:
    'Reads entries.jsonl of calculate and prints it by booking date of each entry, with every account and currency\n' +
    'declared. Debits are positive, so what we owe a partner is negative. Both programs read the same text.',
  options: { format: { type: 'string', isRequired: false, value: FORMATS.join('|'), help: 'who is to read it' } },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out }: Streams): Promise<number> {
  const [path = ''] = given.positionals;
  const format = given.text('format');
  if (format !== '' && !FORMATS.includes(format)) {
    throw new UsageError(`--format must be ${FORMATS.join(' or ')}, got "${format}"`);
  }
  const accounts = new Set<Account>();
  const currencies = new Set<string>();
  // Read twice, so that a large month never stands in memory.
  for await (const { currency, postings } of entriesIn(path)) {
    for (const posting of postings) {
      accounts.add(posting.from).add(posting.to);
      currencies.add(posting.currency ?? currency);
    }
  }
  out.write(journalHead(accounts, currencies));
  for await (const entry of entriesIn(path)) out.write(journalText(entry));
  return 0;
}

async function* entriesIn(path: string): AsyncGenerator<Entry> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    yield entryOf(text, `${path}:${line}`);
  }
}

function entryOf(text: string, place: string): Entry {
  try {
    const entry = parseCanonical<Partial<Entry>>(text);
    if (typeof entry.bookedOn === 'string' && Array.isArray(entry.postings)) return entry as Entry;
  } catch (cause) {
    throw new BadInput(`${place}: entry: is not JSON: ${(cause as Error).message}`);
  }
  throw new BadInput(`${place}: entry: must have bookedOn and postings, as calculate writes them`);
}

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createClient } from '../../functions/contract/client.ts';
import { DEAL_COLUMNS, dealRows } from '../../functions/usecases/deal/deals-csv.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';
import { utf8Text } from '../utf8-text.ts';
import { sendRows } from './send-rows.ts';

export const deals: Command = {
  name: 'deals',
  summary: 'register deals from a CSV file, such as the export of a CRM',
  usage: 'import FILE.csv --address URL --token TOKEN --program ID | import FILE.csv --check',
  help:
    'Reads deals from a CSV file with a header and registers each at a host. A row that is refused is told as\n' +
    'file:line: column: reason and holds up no other; the same file again repeats what was taken. With --check nothing is\n' +
    `sent. Columns: ${DEAL_COLUMNS.slice(0, 7).join(', ')},\n` +
    `${DEAL_COLUMNS.slice(7).join(', ')}; the merchant names each partner. Ends with 1 when a row was refused.`,
  options: {
    address: { type: 'string', isRequired: false, value: 'URL', help: 'where a host answers: http://127.0.0.1:8787' },
    token: { type: 'string', isRequired: false, value: 'TOKEN', help: "a partner's token, or a partner manager's" },
    program: { type: 'string', isRequired: false, value: 'ID', help: 'the program in which they are registered' },
    check: { type: 'boolean', isRequired: false, value: '', help: 'only say what is wrong with the file' },
  },
  positionals: { min: 2, max: 2 },
  run,
};

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const [action, path = ''] = given.positionals;
  if (action !== 'import') throw new UsageError(`deals knows import, got "${action}"`);
  const isCheck = given.flag('check');
  const [address, token, program] = ['address', 'token', 'program'].map((name) => {
    if (!isCheck && given.text(name) === '') throw new UsageError(`import needs --${name}, or --check`);
    return given.text(name);
  });
  const rows = dealRows(readText(path));
  const file = basename(path);
  const tell = (line: number, field: string, reason: string) => err.write(`${file}:${line}: ${field}: ${reason}\n`);
  const sound = rows.filter((row) => row.deal !== null);
  for (const { line, errors } of rows) for (const { field, reason } of errors ?? []) tell(line, field, reason.en);
  const refusedCount = rows.length - sound.length;
  if (isCheck) {
    out.write(`${sound.length} of ${rows.length} deals can be registered\n`);
    return refusedCount === 0 ? 0 : 1;
  }
  const client = createClient({ address: address ?? '', token: token ?? '' });
  const sent = await sendRows(client, program ?? '', sound, tell);
  out.write(`${sent.registered} of ${rows.length} deals are registered\n`);
  return sent.refused + refusedCount === 0 ? 0 : 1;
}

function readText(path: string): string {
  const text = utf8Text(readFileSync(path));
  if (text === null) throw new BadInput(`${path}: is not UTF-8; save it as "CSV UTF-8"`);
  return text;
}

import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { Temporal } from 'temporal-polyfill';
import { isDate } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/amount.ts';
import type { Encoded, Finding } from '../../domain/remittance/finding.ts';
import { verdictOf } from '../../domain/remittance/finding.ts';
import { isResultFormat, RESULT_FORMATS } from '../../functions/remittance/read-results.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';
import { EXAMPLES } from './examples.ts';
import type { Format } from './formats.ts';
import { FORMATS } from './formats.ts';

const EXAMPLES_TEXT = Object.entries(EXAMPLES)
  .map(([format, example]) => `${format}:\n${example}`)
  .join('\n\n');

export const remittance: Command = {
  name: 'remittance',
  summary: 'write a file of transfers for a bank, or check one',
  usage: '(encode INPUT.json [--out FILE] | check FILE [--json] | results FILE) --format FORMAT [--on YYYY-MM-DD]',
  help:
    'Formats: zengin (全銀 総合振込), pain.001.001.03 and pain.001.001.09 (ISO 20022, SEPA credit transfers), nacha (PPD and CCD).\n' +
    'encode writes the transfers of INPUT.json to standard output or FILE, the same input as the same bytes, and refuses what a\n' +
    'bank would. check reads a file as a strict bank does and ends with 1 when it would be rejected, 0 when it is accepted, with\n' +
    'warnings or without. In findings, record is the running number of the record (zengin, nacha) or of the transaction (pain);\n' +
    '0 is the whole file. results reads what the bank reports (csv, zengin, nacha, pain.002.001.03, pain.002.001.10) and prints\n' +
    'it as JSON, the whole file or nothing. INPUT.json with every field is described in cli/README.md. Shortest:\n\n' +
    EXAMPLES_TEXT,
  options: {
    format: {
      type: 'string',
      isRequired: true,
      value: 'FORMAT',
      help: 'as above',
    },
    out: {
      type: 'string',
      isRequired: false,
      value: 'FILE',
      help: 'encode: write here; a file that is there is not touched',
    },
    json: {
      type: 'boolean',
      isRequired: false,
      value: '',
      help: 'check: print { "verdict", "findings": [{ "record", "reason" }] }',
    },
    on: {
      type: 'string',
      isRequired: false,
      value: 'DATE',
      help: 'the day on which the file is judged; if absent, today for check, createdAt (zengin: valueDate) for encode',
    },
  },
  positionals: { min: 2, max: 2 },
  run: async (given, streams) => run(given, streams),
};

async function run(given: Given, streams: Streams): Promise<number> {
  const [action = '', file = ''] = given.positionals;
  if (action === 'encode') return encode(file, given, streams);
  if (action === 'check') return check(file, given, streams);
  if (action === 'results') return await results(file, given, streams);
  throw new UsageError(`"${action}" is none of encode, check and results`);
}

function formatOf(given: Given): Format {
  const format = FORMATS[given.text('format')];
  if (format === undefined) {
    throw new UsageError(`--format is one of ${Object.keys(FORMATS).join(', ')}, got "${given.text('format')}"`);
  }
  return format;
}

function encode(file: string, given: Given, streams: Streams): number {
  const encoded: Encoded = formatOf(given).encode(file, readFileSync(file), dayOf(given));
  if (encoded.outcome === 'refused') {
    throw new BadInput(['the order is refused', ...encoded.findings.map(inOrder)].join('\n'));
  }
  for (const finding of encoded.warnings) streams.err.write(`${inOrder(finding)}\n`);
  if (given.text('out') !== '') writeFileSync(given.text('out'), encoded.bytes, { flag: 'wx' });
  else process.stdout.write(encoded.bytes);
  return 0;
}

const inOrder = ({ record, reason, severity }: Finding): string =>
  `${record === 0 ? 'order' : `transfers[${record - 1}] (transfer ${record})`}: ${severity}: ${reason}`;

function check(file: string, given: Given, streams: Streams): number {
  const on = dayOf(given) ?? Temporal.Now.plainDateISO('Asia/Tokyo').toString();
  const found = formatOf(given).check(readFileSync(file), on);
  const verdict = verdictOf(found);
  if (given.flag('json')) {
    streams.out.write(
      `${JSON.stringify({ verdict, findings: found.map(({ record, reason }) => ({ record, reason })) }, null, 2)}\n`,
    );
  } else {
    for (const { record, reason, severity } of found) {
      streams.out.write(`${record === 0 ? 'file' : `record ${record}`}: ${severity}: ${reason}\n`);
    }
    streams.out.write(`${file}: ${verdict}\n`);
  }
  return verdict === 'reject' ? 1 : 0;
}

async function results(file: string, given: Given, streams: Streams): Promise<number> {
  const format = given.text('format');
  if (!isResultFormat(format)) {
    throw new UsageError(`results reads ${Object.keys(RESULT_FORMATS).join(', ')}, got "${format}"`);
  }
  const read = await RESULT_FORMATS[format](readFileSync(file));
  if (read.outcome === 'refused') {
    throw new BadInput(read.problems.map(({ record, reason }) => `${file}: record ${record}: ${reason.en}`).join('\n'));
  }
  const told = read.results.map(({ amountMinor, currency, ...rest }) => ({
    ...rest,
    amount: amountMinor === null ? null : { amount: formatAmount(amountMinor, currency), currency },
  }));
  streams.out.write(`${JSON.stringify({ results: told, passedOver: read.passedOver }, null, 2)}\n`);
  return 0;
}

function dayOf(given: Given): string | null {
  const on = given.text('on');
  if (on === '') return null;
  if (!isDate(on)) throw new UsageError(`--on wants a date such as 2026-11-25, got "${on}"`);
  return on;
}

import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { Temporal } from 'temporal-polyfill';
import { checkNacha } from '../../domain/remittance/check-nacha.ts';
import { checkZengin } from '../../domain/remittance/check-zengin.ts';
import { encodeZengin } from '../../domain/remittance/encode-zengin.ts';
import type { CheckContext, Finding } from '../../domain/remittance/finding.ts';
import { verdictOf } from '../../domain/remittance/finding.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';
import { isJapaneseBankDay } from './bank-days.ts';
import { readZenginOrder } from './read-order.ts';

const CHECKS: Readonly<Record<string, (bytes: Uint8Array, context: CheckContext) => readonly Finding[]>> = {
  zengin: checkZengin,
  nacha: checkNacha,
};

export const remittance: Command = {
  name: 'remittance',
  summary: 'write a file of transfers for a bank, or check one',
  usage: '(encode INPUT.json [--out FILE] | check FILE [--json]) --format FORMAT [--on YYYY-MM-DD]',
  help:
    'encode writes the transfers of INPUT.json as 全銀 総合振込 (format zengin), to standard output or FILE, and refuses what a bank\n' +
    'would: kanji in names, names that are too long, days on which banks are closed. check reads a file as a strict bank does\n' +
    '(format zengin or nacha) and ends with 1 when it would be rejected. INPUT.json is described in cli/README.md. Shortest:\n\n' +
    '  { "payer": { "clientCode": "1234567890", "name": "カ)ブンパイ",\n' +
    '      "account": { "bankCode": "0001", "branchCode": "001", "number": "1234567" } },\n' +
    '    "valueDate": "2026-12-25",\n' +
    '    "transfers": [{ "name": "ヤマダ タロウ", "amount": "12000",\n' +
    '      "account": { "bankCode": "0005", "branchCode": "123", "number": "7654321" } }] }',
  options: {
    format: { type: 'string', isRequired: true, value: 'FORMAT', help: 'zengin, or for check nacha' },
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
      help: 'check: the day on which the file is judged, today if absent',
    },
  },
  positionals: { min: 2, max: 2 },
  run: async (given, streams) => run(given, streams),
};

function run(given: Given, streams: Streams): number {
  const [action = '', file = ''] = given.positionals;
  if (action === 'encode') return encode(file, given, streams);
  if (action === 'check') return check(file, given, streams);
  throw new UsageError(`"${action}" is neither encode nor check`);
}

function encode(file: string, given: Given, streams: Streams): number {
  if (given.text('format') !== 'zengin')
    throw new UsageError(`encode writes the format zengin, got "${given.text('format')}"`);
  const order = readZenginOrder(file, readFileSync(file, 'utf8'));
  const encoded = encodeZengin(order, { on: order.valueDate, isBankDay: isJapaneseBankDay });
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
  const checker = CHECKS[given.text('format')];
  if (checker === undefined)
    throw new UsageError(`check knows the formats ${Object.keys(CHECKS).join(' and ')}, got "${given.text('format')}"`);
  const on = given.text('on') || Temporal.Now.plainDateISO('Asia/Tokyo').toString();
  if (!isDate(on)) throw new UsageError(`--on wants a date such as 2026-11-25, got "${on}"`);
  const found = checker(readFileSync(file), { on, isBankDay: isJapaneseBankDay });
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

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

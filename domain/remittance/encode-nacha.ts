import { formatAmount } from '../money/amount.ts';
import { bytesOfLetters } from './byte-letters.ts';
import { checkNacha } from './check-nacha.ts';
import type { CheckContext, Encoded, Findings } from './finding.ts';
import { findings, ofField, verdictOf } from './finding.ts';
import { tellInOrder } from './in-order.ts';
import { ASCII_LETTERS, latinText } from './latin-text.ts';
import type { NachaEntryClass, NachaOrder, NachaTransfer } from './nacha-order.ts';

const RECORD_LENGTH = 94;
const BLOCKING_FACTOR = 10;
const LINE_ENDS = { lf: '\n', crlf: '\r\n' } as const;
const HASH_MODULUS = 10n ** 10n;
const AMOUNT_MINOR_MAX = 9_999_999_999n;
const SUM_MINOR_MAX = 999_999_999_999n;

interface Writing {
  readonly record: number;
  readonly found: Findings;
}

interface Numbered {
  readonly transfer: NachaTransfer;
  /** Place in the order, from 1. */
  readonly record: number;
}

/** What a batch adds to the file's control record. */
interface Written {
  readonly records: readonly string[];
  /** For each of `records`, the transfer that it is of, or 0. */
  readonly places: readonly number[];
  readonly count: number;
  readonly hash: bigint;
  readonly creditMinor: bigint;
}

/**
 * The bytes of a NACHA file of credits, filled up to blocks of ten records, or every reason why an operator would not take it. What is
 * written is read again by our own checker.
 */
export function encodeNacha(order: NachaOrder, context: CheckContext): Encoded {
  const found = findings();
  if (order.transfers.length === 0) found.reject(0, 'transfers: at least one is wanted');
  const sumMinor = order.transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (sumMinor > SUM_MINOR_MAX)
    found.reject(0, `transfers: they sum to ${dollars(sumMinor)}, at most ${dollars(SUM_MINOR_MAX)} fit`);
  const numbered = order.transfers.map((transfer, index) => ({ transfer, record: index + 1 }));
  const classes = Map.groupBy(numbered, ({ transfer }) => transfer.entryClass);
  const writing = { record: 0, found };
  const company = companyOf(order, writing);
  const batches = [...classes].map(([entryClass, entries], index) =>
    batch(order, { entryClass, entries, number: index + 1, company }, found),
  );
  const records = [fileHeader(order, writing), ...batches.flatMap((written) => written.records)];
  records.push(fileControl(batches, Math.ceil((records.length + 1) / BLOCKING_FACTOR)));
  while (records.length % BLOCKING_FACTOR !== 0) records.push('9'.repeat(RECORD_LENGTH));
  const bytes = bytesOfLetters(records.map((record) => record + LINE_ENDS[order.lineEnd]).join(''));
  if (verdictOf(found.list) === 'reject') return { outcome: 'refused', findings: found.list };
  const places = [0, ...batches.flatMap((written) => written.places)];
  tellInOrder(checkNacha(bytes, context), { transferOf: (record) => places[record - 1] ?? 0, fields: FIELDS }, found);
  if (verdictOf(found.list) === 'reject') return { outcome: 'refused', findings: found.list };
  return { outcome: 'encoded', bytes, warnings: found.list };
}

/** What an order calls the fields that the checker speaks of. */
const FIELDS: Readonly<Record<string, string>> = {
  'immediate destination': 'destination.routing',
  'company name': 'company.name',
  'company id': 'company.id',
  'entry description': 'company.description',
  'effective date': 'effectiveDate',
  'receiving bank': 'routing',
};

const dollars = (minor: bigint): string => formatAmount(minor, 'USD');
const number = (value: bigint | number, length: number): string => String(value).padStart(length, '0');
const shortDate = (date: string): string => date.slice(2, 10).replaceAll('-', '');

function fileHeader({ destination, origin, createdAt, fileIdModifier }: NachaOrder, writing: Writing): string {
  return [
    '101 ',
    code(destination.routing, { field: 'destination.routing', length: 9 }, writing),
    code(origin.id, { field: 'origin.id', length: 10 }, writing).trimEnd().padStart(10),
    shortDate(createdAt),
    createdAt.slice(11, 16).replace(':', ''),
    fileIdModifier,
    '094101',
    text(destination.name, { field: 'destination.name', length: 23 }, writing),
    text(origin.name, { field: 'origin.name', length: 23 }, writing),
    ' '.repeat(8),
  ].join('');
}

/** The company as its columns hold it. */
type Company = NachaOrder['company'];

function companyOf({ company }: NachaOrder, writing: Writing): Company {
  return {
    name: text(company.name, { field: 'company.name', length: 16 }, writing),
    id: text(company.id, { field: 'company.id', length: 10 }, writing),
    description: text(company.description, { field: 'company.description', length: 10 }, writing),
    odfi: company.odfi,
  };
}

interface Batch {
  readonly entryClass: NachaEntryClass;
  readonly entries: readonly Numbered[];
  readonly number: number;
  readonly company: Company;
}

function batch(
  { effectiveDate }: NachaOrder,
  { entryClass, entries, number: batchNumber, company }: Batch,
  found: Findings,
): Written {
  const { name, id, description, odfi } = company;
  const header = [
    `5220${name}${' '.repeat(20)}${id}${entryClass}${description}${' '.repeat(6)}`,
    `${shortDate(effectiveDate)}${' '.repeat(3)}1${odfi}${number(batchNumber, 7)}`,
  ].join('');
  const rows = entries.map((numbered) => ({ numbered, records: entry(numbered, odfi, found) }));
  const count = rows.reduce((sum, { records }) => sum + records.length, 0);
  const hash = entries.reduce((sum, { transfer }) => sum + routingNumber(transfer), 0n) % HASH_MODULUS;
  const creditMinor = entries.reduce((sum, { transfer }) => sum + transfer.amountMinor, 0n);
  const control = [
    `8220${number(count, 6)}${number(hash, 10)}${number(0, 12)}${number(creditMinor, 12)}`,
    `${id}${' '.repeat(25)}${odfi}${number(batchNumber, 7)}`,
  ].join('');
  return {
    records: [header, ...rows.flatMap(({ records }) => records), control],
    places: [0, ...rows.flatMap(({ numbered, records }) => records.map(() => numbered.record)), 0],
    count,
    hash,
    creditMinor,
  };
}

const routingNumber = ({ routing }: NachaTransfer): bigint =>
  /^\d{9}$/.test(routing) ? BigInt(routing.slice(0, 8)) : 0n;

function entry({ transfer, record }: Numbered, odfi: string, found: Findings): readonly string[] {
  const writing = { record, found };
  const { amountMinor } = transfer;
  const addenda = transfer.addenda.trim();
  if (amountMinor < 1n || amountMinor > AMOUNT_MINOR_MAX) {
    found.reject(record, `amount: from 0.01 to ${dollars(AMOUNT_MINOR_MAX)}, got ${dollars(amountMinor)}`);
  }
  const detail = [
    transfer.kind === 'checking' ? '622' : '632',
    code(transfer.routing, { field: 'routing', length: 9 }, writing),
    code(transfer.account, { field: 'account', length: 17 }, writing),
    number(amountMinor, 10),
    text(transfer.id, { field: 'id', length: 15 }, writing),
    name(transfer.name, writing),
    '  ',
    addenda === '' ? '0' : '1',
    odfi,
    number(record, 7),
  ].join('');
  if (addenda === '') return [detail];
  return [detail, `705${text(addenda, { field: 'addenda', length: 80 }, writing)}0001${number(record, 7)}`];
}

function fileControl(batches: readonly Written[], blocks: number): string {
  const sum = (of: (written: Written) => bigint): bigint => batches.reduce((total, written) => total + of(written), 0n);
  return [
    `9${number(batches.length, 6)}${number(blocks, 6)}${number(
      sum(({ count }) => BigInt(count)),
      8,
    )}`,
    number(sum(({ hash }) => hash) % HASH_MODULUS, 10),
    number(0, 12),
    number(
      sum(({ creditMinor }) => creditMinor),
      12,
    ),
    ' '.repeat(39),
  ].join('');
}

const NAME_LENGTH = 22;

/** Operators do not compare names, and longer ones are usual: they are cut, which is told. */
function name(given: string, writing: Writing): string {
  const latin = latinText(given, ASCII_LETTERS);
  if (latin.outcome === 'refused' || latin.text.length <= NAME_LENGTH)
    return text(given, { field: 'name', length: NAME_LENGTH }, writing);
  const cut = latin.text.slice(0, NAME_LENGTH).trimEnd();
  const reason = {
    en: `at most ${NAME_LENGTH} letters, "${given}" is cut to "${cut}"`,
    ja: `${NAME_LENGTH}文字を超えるため、"${given}"を"${cut}"に切り詰めました`,
  };
  writing.found.warn(writing.record, ofField('name', reason));
  return cut.padEnd(NAME_LENGTH);
}

function text(given: string, { field, length }: { field: string; length: number }, { record, found }: Writing): string {
  const latin = latinText(given, ASCII_LETTERS);
  if (latin.outcome === 'refused') {
    found.reject(record, ofField(field, latin.reason));
    return ' '.repeat(length);
  }
  if (latin.text.length > length)
    found.reject(
      record,
      ofField(field, {
        en: `at most ${length} letters, "${latin.text}" has ${latin.text.length}`,
        ja: `${length}文字以内にしてください（"${latin.text}"は${latin.text.length}文字）`,
      }),
    );
  if (latin.text !== given.trim())
    found.warn(
      record,
      ofField(field, { en: `reads differently: "${latin.text}"`, ja: `表記が変わります: "${latin.text}"` }),
    );
  return latin.text.slice(0, length).padEnd(length);
}

/** Digits and letters that money is sent by: a spelling of them would name another account. */
function code(given: string, { field, length }: { field: string; length: number }, { record, found }: Writing): string {
  if (!/^[!-~]+$/.test(given) || given.length > length)
    found.reject(record, `${field}: 1 to ${length} letters and digits of ASCII without spaces, got "${given}"`);
  return given.slice(0, length).padEnd(length);
}

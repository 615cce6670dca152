import type { BusinessDate } from '../dates.ts';
import { daysBetween, isDate } from '../dates.ts';
import { hasUnicodeMark, lettersOfBytes } from './byte-letters.ts';
import type { CheckContext, Finding, Findings } from './finding.ts';
import { findings } from './finding.ts';
import { isRoutingNumber } from './routing-number.ts';
import { shownLetter } from './shown-letter.ts';

const RECORD_LENGTH = 94;
const BLOCKING_FACTOR = 10;
const AHEAD_DAYS_MAX = 30;
const PADDING = '9'.repeat(RECORD_LENGTH);
const CREDIT_CODES = ['22', '23', '24', '32', '33', '34'];
const DEBIT_CODES = ['27', '28', '29', '37', '38', '39'];

interface Totals {
  count: number;
  hash: bigint;
  debitMinor: bigint;
  creditMinor: bigint;
}

interface Batch extends Totals {
  readonly row: Row;
  trace: string;
  entry: Row | null;
  addenda: number;
}

interface Row {
  readonly number: number;
  readonly cut: (from: number, to: number) => string;
  readonly found: Findings;
}

const none = (): Totals => ({ count: 0, hash: 0n, debitMinor: 0n, creditMinor: 0n });

/** Reads a NACHA file of credits to consumers (PPD) and companies (CCD) as an operator does and lists what it would refuse. */
export function checkNacha(bytes: Uint8Array, context: CheckContext): readonly Finding[] {
  const letters = lettersOfBytes(bytes);
  const whole = wholeProblem(letters);
  if (whole !== null) return [{ record: 0, severity: 'reject', reason: whole }];
  const found = findings();
  const lines = linesOf(letters, found);
  const file = { ...none(), batches: 0, batchNumber: 0, seen: new Map<string, number>() };
  let batch: Batch | null = null;
  let expected = '1';
  for (const [index, line] of lines.entries()) {
    const row: Row = { number: index + 1, cut: (from, to) => line.slice(from - 1, to), found };
    if (line.length !== RECORD_LENGTH)
      found.reject(row.number, `a record is ${RECORD_LENGTH} letters, this one is ${line.length}`);
    const strange = /[^ -~]/.exec(line);
    if (strange !== null) {
      found.reject(row.number, `${shownLetter(strange[0])} (${strange.index + 1}): a record is printable ASCII`);
    }
    const kind = line[0] ?? '';
    if (expected === 'padding') {
      if (line !== PADDING) {
        found.reject(row.number, `after the file control only lines of nines may follow, got "${line.slice(0, 10)}"`);
      }
      continue;
    }
    if (!expected.includes(kind))
      found.reject(row.number, `record type: expected ${[...expected].join(' or ')}, got "${kind}"`);
    if (kind === '1') checkFileHeader(row);
    else if (kind === '5') {
      batch = { ...none(), row, trace: '', entry: null, addenda: 0 };
      checkBatchHeader(row, file, context);
    } else if (kind === '6' && batch !== null) checkEntry(row, batch, file.seen);
    else if (kind === '7' && batch !== null) checkAddenda(row, batch);
    else if (kind === '8' && batch !== null) {
      checkBatchControl(row, batch);
      file.count += batch.count;
      file.hash += batch.hash;
      file.debitMinor += batch.debitMinor;
      file.creditMinor += batch.creditMinor;
      file.batches += 1;
      batch = null;
    } else if (kind === '9') checkFileControl(row, { file, lines: lines.length });
    expected = { '1': '5', '5': '6', '6': '678', '7': '678', '8': '59', '9': 'padding' }[kind] ?? expected;
  }
  if (expected !== 'padding') found.reject(lines.length, 'the file ends without a file control record (9)');
  if (lines.length % BLOCKING_FACTOR !== 0) {
    found.reject(0, `${lines.length} records: lines of nines fill the file up to a multiple of ${BLOCKING_FACTOR}`);
  }
  return found.list;
}

function wholeProblem(letters: string): string | null {
  if (letters === '') return 'the file is empty';
  return hasUnicodeMark(letters) ? 'the file begins with a byte order mark: it is Unicode, not ASCII' : null;
}

function linesOf(letters: string, found: Findings): readonly string[] {
  if (!/[\r\n]/.test(letters)) return letters.match(/[\s\S]{1,94}/g) ?? [];
  const ends = new Set(letters.match(/\r\n|\n|\r/g));
  if (ends.size > 1 || ends.has('\r')) found.reject(0, 'lines end with LF or with CR LF, all alike');
  const lines = letters.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function checkFileHeader(row: Row): void {
  expectText(row, { name: 'priority code', from: 2, to: 3, want: /^01$/, is: '01' });
  expectText(row, { name: 'immediate destination', from: 4, to: 13, want: /^ \d{9}$/, is: 'a space and nine digits' });
  if (/^ \d{9}$/.test(row.cut(4, 13))) checkRouting(row, row.cut(5, 13), 'immediate destination');
  expectText(row, {
    name: 'immediate origin',
    from: 14,
    to: 23,
    want: /^ *[\dA-Z]+$/,
    is: 'up to ten digits or capital letters on the right',
  });
  checkDate(row, { name: 'file creation date', from: 24, to: 29 });
  expectText(row, {
    name: 'file creation time',
    from: 30,
    to: 33,
    want: /^(?:(?:[01]\d|2[0-3])[0-5]\d| {4})$/,
    is: 'HHMM or blank',
  });
  expectText(row, { name: 'file id modifier', from: 34, to: 34, want: /^[A-Z0-9]$/, is: 'A to Z or 0 to 9' });
  expectText(row, { name: 'record size', from: 35, to: 37, want: /^094$/, is: '094' });
  expectText(row, { name: 'blocking factor', from: 38, to: 39, want: /^10$/, is: '10' });
  expectText(row, { name: 'format code', from: 40, to: 40, want: /^1$/, is: '1' });
}

function checkBatchHeader(row: Row, file: { batchNumber: number }, context: CheckContext): void {
  expectText(row, { name: 'service class', from: 2, to: 4, want: /^(?:200|220|225)$/, is: '220 for credits' });
  if (row.cut(2, 4) === '225')
    row.found.reject(row.number, 'service class: 225 collects; a payout file has credits, 220');
  if (row.cut(2, 4) === '200') row.found.warn(row.number, 'service class: 200 may hold debits; a payout file has 220');
  expectText(row, { name: 'company name', from: 5, to: 20, want: /\S/, is: 'who pays' });
  expectText(row, { name: 'company id', from: 41, to: 50, want: /\S/, is: 'the id that the bank gave' });
  expectText(row, { name: 'entry class', from: 51, to: 53, want: /^(?:PPD|CCD)$/, is: 'PPD or CCD' });
  expectText(row, { name: 'entry description', from: 54, to: 63, want: /\S/, is: 'what payees are told' });
  const effective = checkDate(row, { name: 'effective date', from: 70, to: 75 });
  if (effective !== null) checkEffectiveDate(row, effective, context);
  expectText(row, { name: 'settlement date', from: 76, to: 78, want: /^(?: {3}|\d{3})$/, is: 'blank' });
  if (/^\d{3}$/.test(row.cut(76, 78)))
    row.found.warn(row.number, `settlement date: blank, until the operator fills it in, got "${row.cut(76, 78)}"`);
  expectText(row, { name: 'originator status', from: 79, to: 79, want: /^1$/, is: '1' });
  expectText(row, { name: 'ODFI', from: 80, to: 87, want: /^\d{8}$/, is: 'eight digits' });
  expectText(row, { name: 'batch number', from: 88, to: 94, want: /^\d{7}$/, is: 'seven digits' });
  const number = Number(row.cut(88, 94));
  if (number <= file.batchNumber)
    row.found.reject(row.number, `batch number: ascending, got ${number} after ${file.batchNumber}`);
  file.batchNumber = number;
}

function checkEffectiveDate({ found, number }: Row, date: BusinessDate, context: CheckContext): void {
  const days = daysBetween({ from: context.on, to: date });
  if (days < 0) found.warn(number, `effective date: ${date} is past`);
  if (days > AHEAD_DAYS_MAX) found.warn(number, `effective date: ${date} is more than ${AHEAD_DAYS_MAX} days ahead`);
  if (!context.isBankDay(date))
    found.warn(number, `effective date: banks are closed on ${date} and settle on the next day`);
}

function checkEntry(row: Row, batch: Batch, seen: Map<string, number>): void {
  closeEntry(batch);
  const { cut, found, number } = row;
  const code = cut(2, 3);
  const service = batch.row.cut(2, 4);
  const isCredit = CREDIT_CODES.includes(code);
  if (!isCredit && !DEBIT_CODES.includes(code))
    found.reject(number, `transaction code: 22 (checking) or 32 (savings), got "${code}"`);
  else if (service !== '200' && isCredit !== (service === '220')) {
    found.reject(number, `transaction code: ${code} does not fit the service class ${service} of the batch`);
  }
  expectText(row, { name: 'receiving bank', from: 4, to: 12, want: /^\d{9}$/, is: 'nine digits' });
  if (/^\d{9}$/.test(cut(4, 12))) {
    checkRouting(row, cut(4, 12), 'receiving bank');
    batch.hash += BigInt(cut(4, 11));
  }
  if (/\S \S/.test(cut(13, 29))) found.warn(number, `account: written without spaces, got "${cut(13, 29).trim()}"`);
  expectText(row, { name: 'account', from: 13, to: 29, want: /^[^ ].*$/, is: 'begins on the left' });
  expectText(row, { name: 'amount', from: 30, to: 39, want: /^\d{10}$/, is: 'ten digits of cents' });
  if (/^\d{10}$/.test(cut(30, 39))) {
    const amountMinor = BigInt(cut(30, 39));
    if (/[3489]$/.test(code) && amountMinor !== 0n)
      found.reject(number, `amount: 0, as ${code} is no payment (a prenote, or words alone), got ${amountMinor}`);
    if (/[27]$/.test(code) && amountMinor === 0n) found.reject(number, 'amount: at least one cent, got 0');
    if (isCredit) batch.creditMinor += amountMinor;
    else batch.debitMinor += amountMinor;
  }
  expectText(row, { name: 'name', from: 55, to: 76, want: /\S/, is: 'who is paid' });
  expectText(row, { name: 'addenda indicator', from: 79, to: 79, want: /^[01]$/, is: '0 or 1' });
  const trace = cut(80, 94);
  expectText(row, { name: 'trace number', from: 80, to: 94, want: /^\d{15}$/, is: 'fifteen digits' });
  const odfi = batch.row.cut(80, 87);
  if (trace.slice(0, 8) !== odfi)
    found.reject(number, `trace number: begins with the ODFI of the batch, ${odfi}, got "${trace}"`);
  if (trace <= batch.trace) found.reject(number, `trace number: ascending, got ${trace} after ${batch.trace}`);
  const paid = cut(2, 76);
  const first = seen.get(paid);
  if (first !== undefined) found.warn(number, `the same account, amount, id and name as record ${first}: paid twice?`);
  else seen.set(paid, number);
  batch.trace = trace;
  batch.entry = row;
  batch.addenda = 0;
  batch.count += 1;
}

function checkAddenda(row: Row, batch: Batch): void {
  batch.addenda += 1;
  batch.count += 1;
  expectText(row, { name: 'addenda type', from: 2, to: 3, want: /^05$/, is: '05' });
  // One an entry; a second one is told by the indicator of the entry.
  expectText(row, { name: 'addenda sequence', from: 84, to: 87, want: /^0001$/, is: '0001' });
  const [entry, wanted] = [row.cut(88, 94), batch.trace.slice(8)];
  if (entry !== wanted)
    row.found.reject(row.number, `entry sequence: ends the trace number of its entry, ${wanted}, got "${entry}"`);
}

function closeEntry({ entry, addenda }: Batch): void {
  if (entry === null) return;
  const says = entry.cut(79, 79);
  if (/^[01]$/.test(says) && Number(says) !== addenda) {
    entry.found.reject(entry.number, `addenda indicator: says ${says}, ${addenda} follow`);
  }
}

function checkBatchControl(row: Row, batch: Batch): void {
  closeEntry(batch);
  checkTotals(row, batch, { count: [5, 10], hash: [11, 20], debit: [21, 32], credit: [33, 44] });
  for (const [name, from, to, headerFrom] of [
    ['service class', 2, 4, 2],
    ['company id', 45, 54, 41],
    ['ODFI', 80, 87, 80],
    ['batch number', 88, 94, 88],
  ] as const) {
    const [says, wanted] = [row.cut(from, to), batch.row.cut(headerFrom, headerFrom + to - from)];
    if (says !== wanted) row.found.reject(row.number, `${name}: "${wanted}" in the batch header, got "${says}"`);
  }
  expectText(row, { name: 'reserved', from: 74, to: 79, want: /^ {6}$/, is: 'blank' });
}

function checkFileControl(row: Row, { file, lines }: { file: Totals & { batches: number }; lines: number }): void {
  checkNumber(row, { name: 'batch count', from: 2, to: 7 }, BigInt(file.batches));
  checkNumber(row, { name: 'block count', from: 8, to: 13 }, BigInt(Math.ceil(lines / BLOCKING_FACTOR)));
  checkTotals(row, file, { count: [14, 21], hash: [22, 31], debit: [32, 43], credit: [44, 55] });
  expectText(row, { name: 'reserved', from: 56, to: 94, want: /^ {39}$/, is: 'blank' });
}

type Columns = readonly [from: number, to: number];

function checkTotals(
  row: Row,
  totals: Totals,
  at: Readonly<Record<'count' | 'hash' | 'debit' | 'credit', Columns>>,
): void {
  checkNumber(row, { name: 'entry and addenda count', from: at.count[0], to: at.count[1] }, BigInt(totals.count));
  checkNumber(row, { name: 'entry hash', from: at.hash[0], to: at.hash[1] }, totals.hash % 10n ** 10n);
  checkNumber(row, { name: 'total debit', from: at.debit[0], to: at.debit[1] }, totals.debitMinor);
  checkNumber(row, { name: 'total credit', from: at.credit[0], to: at.credit[1] }, totals.creditMinor);
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function checkNumber({ cut, found, number }: Row, { name, from, to }: Field, want: bigint): void {
  const text = cut(from, to);
  if (!/^\d+$/.test(text)) found.reject(number, `${name}: digits, got "${text}"`);
  else if (BigInt(text) !== want) found.reject(number, `${name}: says ${BigInt(text)}, the file has ${want}`);
}

function expectText(
  { cut, found, number }: Row,
  { name, from, to, want, is }: Field & { want: RegExp; is: string },
): void {
  const text = cut(from, to);
  const wrong = text.trim() === '' ? `is missing: ${is}` : `${is}, got "${text}"`;
  if (!want.test(text)) found.reject(number, `${name} (${from}-${to}): ${wrong}`);
}

/** A date of this century; null, and told, where it is none. */
function checkDate({ cut, found, number }: Row, { name, from, to }: Field): BusinessDate | null {
  const date = `20${cut(from, to).replace(/^(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3')}`;
  if (isDate(date)) return date;
  found.reject(number, `${name}: YYMMDD, got "${cut(from, to)}"`);
  return null;
}

/** What the numbers of the Federal Reserve's districts, of thrifts, of electronic payments and of cheques begin with. */
const ROUTING = /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/;

function checkRouting({ found, number }: Row, routing: string, name: string): void {
  if (/^0+$/.test(routing)) found.reject(number, `${name}: zeros are no bank`);
  else if (!isRoutingNumber(routing)) found.reject(number, `${name}: the check digit of ${routing} is wrong`);
  else if (!ROUTING.test(routing)) found.warn(number, `${name}: no bank's number begins with ${routing.slice(0, 2)}`);
}

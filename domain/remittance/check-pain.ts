import { daysBetween } from '../dates.ts';
import { currencyDigits, isCurrency } from '../money/currency.ts';
import type { Ratio } from '../money/ratio.ts';
import { add, multiply, ratioOf, ZERO } from '../money/ratio.ts';
import { exactAmount } from '../money/readable.ts';
import { checkCreditor, checkDebtor, checkName } from './check-pain-parties.ts';
import type { CheckContext, Finding, Findings } from './finding.ts';
import { findings, findingsOf } from './finding.ts';
import { creditorReferenceProblem } from './iban.ts';
import { lettersOf } from './latin-text.ts';
import type { PainVersion } from './pain-order.ts';
import type { XmlElement } from './xml-element.ts';
import { allAt, elementAt, textAt } from './xml-element.ts';

const AHEAD_DAYS_MAX = 365;

/** A payment information block with what it says of its transactions. */
interface Block {
  readonly element: XmlElement;
  readonly executionDate: string;
}

/**
 * Reads a credit transfer initiation that fits its schema as a SEPA bank does: sums, identifiers, accounts, letters, addresses. Records
 * are transactions in the order of the file, 0 a header. What is no SEPA payment by its own words is judged mildly: it follows other rules.
 */
export function checkPain(root: XmlElement, version: PainVersion, context: CheckContext): readonly Finding[] {
  const found = findings();
  const message = elementAt(root, 'CstmrCdtTrfInitn');
  if (message === null) {
    found.reject(0, 'CstmrCdtTrfInitn is missing');
    return found.list;
  }
  const header = elementAt(message, 'GrpHdr');
  if (header !== null) {
    checkTotals(header, allAt(message, 'PmtInf/CdtTrfTxInf'), findingsOf('GrpHdr', found));
    if (textAt(header, 'CtrlSum') === null) found.warn(0, 'GrpHdr/CtrlSum: is missing; some banks want it');
    checkId(header, 'MsgId', { record: 0, found });
    const initiator = elementAt(header, 'InitgPty');
    if (initiator !== null) checkName(initiator, { record: 0, found, sepa: sepaOf(message, found) });
  }
  const none = (): Map<string, number> => new Map();
  const ids = { PmtInfId: none(), InstrId: none(), EndToEndId: none() };
  let record = 0;
  for (const [index, element] of allAt(message, 'PmtInf').entries()) {
    const transactions = allAt(element, 'CdtTrfTxInf');
    const inBlock = findingsOf(`PmtInf[${index + 1}]`, found);
    const executionDate = textAt(element, version === 'pain.001.001.03' ? 'ReqdExctnDt' : 'ReqdExctnDt/Dt') ?? '';
    checkBlock({ element, executionDate }, { transactions, context, found: inBlock });
    const id = textAt(element, 'PmtInfId');
    if (isRepeated(id, index + 1, ids.PmtInfId))
      inBlock.reject(0, `PmtInfId: "${id}" is also that of PmtInf[${ids.PmtInfId.get(id ?? '')}]`);
    const first = transactions[0];
    if (first !== undefined) {
      const { sepa } = serviceOf(first, element, inBlock);
      checkService(first, element, inBlock);
      checkDebtor(element, executionDate, { record: 0, found: inBlock, sepa, version });
    }
    for (const transaction of transactions) {
      record += 1;
      checkTransaction(transaction, { element, executionDate }, { record, found, version });
      for (const id of ['InstrId', 'EndToEndId'] as const) {
        const text = textAt(transaction, `PmtId/${id}`);
        if (text !== 'NOTPROVIDED' && isRepeated(text, record, ids[id])) {
          found.warn(record, `${id}: "${text}" is also that of record ${ids[id].get(text ?? '')}; is it paid twice?`);
        }
      }
    }
  }
  return found.list;
}

type Say = (record: number, reason: string) => void;

/** The service level of a transaction or else of its block, and how to say what SEPA forbids: other payments have other rules. */
function serviceOf(transaction: XmlElement, block: XmlElement, found: Findings): { service: string; sepa: Say } {
  const levels = [transaction, block].flatMap((element) => {
    const own = textAt(element, 'PmtTpInf/SvcLvl/Prtry');
    // A code of one's own is never that of SEPA, whatever it says.
    return [textAt(element, 'PmtTpInf/SvcLvl/Cd'), own === null ? null : `Prtry ${own}`];
  });
  const service = levels.find((level) => level !== null) ?? '';
  const currency = amountOf(transaction)?.attributes['Ccy'];
  const isSepa = service === 'SEPA' || (service === '' && currency === 'EUR');
  return { service, sepa: isSepa ? found.reject : found.warn };
}

/** What SEPA forbids in the header is said as of the first transaction. */
function sepaOf(message: XmlElement, found: Findings): Say {
  const block = elementAt(message, 'PmtInf');
  const transaction = elementAt(message, 'PmtInf/CdtTrfTxInf');
  return block === null || transaction === null ? found.warn : serviceOf(transaction, block, found).sepa;
}

function checkService(transaction: XmlElement, block: XmlElement, found: Findings): void {
  const { service } = serviceOf(transaction, block, found);
  if (service === '') found.warn(0, 'PmtTpInf/SvcLvl: is missing; SEPA credit transfers say SEPA');
  else if (service !== 'SEPA') found.warn(0, `PmtTpInf/SvcLvl: ${service} is not SEPA and follows rules of its own`);
}

function isRepeated(text: string | null, record: number, seen: Map<string, number>): boolean {
  if (text === null) return false;
  if (seen.has(text)) return true;
  seen.set(text, record);
  return false;
}

function checkTotals(element: XmlElement, transactions: readonly XmlElement[], found: Findings): void {
  const count = textAt(element, 'NbOfTxs');
  if (count !== null && /^\d+$/.test(count) && BigInt(count) !== BigInt(transactions.length)) {
    found.reject(0, `NbOfTxs: says ${count}, there are ${transactions.length}`);
  }
  const says = decimalOf(textAt(element, 'CtrlSum') ?? '');
  if (says === null) return;
  let sum = ZERO;
  for (const transaction of transactions) sum = add(sum, decimalOf(amountOf(transaction)?.text ?? '') ?? ZERO);
  if (sum.numerator * says.denominator !== says.numerator * sum.denominator) {
    // The sum may be of several currencies; it is told with two decimals or more.
    const total = exactAmount(multiply(sum, ratioOf('100')), 'EUR');
    found.reject(0, `CtrlSum: says ${textAt(element, 'CtrlSum')}, the transactions sum to ${total}`);
  }
}

const amountOf = (transaction: XmlElement): XmlElement | null =>
  elementAt(transaction, 'Amt/InstdAmt') ?? elementAt(transaction, 'Amt/EqvtAmt/Amt');

/** A decimal of XML Schema: a sign, leading zeros and a bare point are allowed. */
function decimalOf(text: string): Ratio | null {
  const [, sign = '', whole = '', fraction = ''] = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(text) ?? [];
  if (whole + fraction === '') return null;
  const plain = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  const { numerator, denominator } = ratioOf(plain);
  return { numerator: sign === '-' ? -numerator : numerator, denominator };
}

function checkId(element: XmlElement, path: string, { record, found }: { record: number; found: Findings }): void {
  const id = textAt(element, path);
  if (id === null) return;
  const name = path.split('/').at(-1) ?? '';
  if (id.length > 35) found.reject(record, `${name}: 1 to 35 letters, "${id}" has ${id.length}`);
  if (id.trim() === '') found.reject(record, `${name}: 1 to 35 letters, got "${id}"`);
  else if (id.trim() !== id) found.warn(record, `${name}: "${id}" begins or ends with a space, which banks cut off`);
  if (/^\/|\/$|\/\//.test(id)) found.reject(record, `${name}: "${id}" may not begin or end with / nor contain //`);
  const letters = lettersOf(id);
  if (letters === null) return;
  const isPlain = /^[ -~]*$/.test(id);
  (isPlain ? found.warn : found.reject)(record, `${name}: ${letters.reason}`);
}

function checkBlock(
  { element, executionDate }: Block,
  { transactions, context, found }: { transactions: readonly XmlElement[]; context: CheckContext; found: Findings },
): void {
  checkTotals(element, transactions, found);
  checkId(element, 'PmtInfId', { record: 0, found });
  const method = textAt(element, 'PmtMtd');
  if (method === 'CHK') found.reject(0, 'PmtMtd: CHK asks for cheques, a transfer is TRF');
  if (method === 'TRA') found.warn(0, 'PmtMtd: TRA is not the TRF of SEPA');
  if (elementAt(element, 'ReqdExctnDt/DtTm') !== null) {
    found.warn(0, 'ReqdExctnDt: a time of day is for instant payments; banks want Dt');
  }
  const date = executionDate.slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return;
  if (executionDate !== date) found.warn(0, `ReqdExctnDt: a date has no zone of time, got "${executionDate}"`);
  const days = daysBetween({ from: context.on, to: date });
  if (days < 0) found.warn(0, `ReqdExctnDt: ${date} is past on ${context.on}`);
  if (days > AHEAD_DAYS_MAX) found.warn(0, `ReqdExctnDt: ${date} is more than a year after ${context.on}`);
  if (!context.isBankDay(date)) found.warn(0, `ReqdExctnDt: ${date} is no business day of TARGET`);
}

function checkTransaction(
  transaction: XmlElement,
  block: Block,
  { record, found, version }: { record: number; found: Findings; version: PainVersion },
): void {
  const { sepa } = serviceOf(transaction, block.element, found);
  for (const id of ['InstrId', 'EndToEndId']) checkId(transaction, `PmtId/${id}`, { record, found });
  const charges = textAt(transaction, 'ChrgBr') ?? textAt(block.element, 'ChrgBr');
  if (charges !== null && charges !== 'SLEV') sepa(record, `ChrgBr: SEPA shares charges by SLEV, got ${charges}`);
  if (elementAt(transaction, 'ChqInstr') !== null) sepa(record, 'ChqInstr: a transfer is no cheque');
  checkAmount(transaction, { record, found, sepa });
  checkRemittance(transaction, { record, found, sepa });
  checkCreditor(transaction, block.executionDate, { record, found, sepa, version });
}

function checkAmount(
  transaction: XmlElement,
  { record, found, sepa }: { record: number; found: Findings; sepa: Say },
): void {
  const element = amountOf(transaction);
  const currency = element?.attributes['Ccy'] ?? '';
  const amount = decimalOf(element?.text ?? '');
  if (element === null || amount === null) return;
  if (element.name !== 'InstdAmt') sepa(record, 'Amt: SEPA takes InstdAmt alone');
  if (currency !== 'EUR') sepa(record, `InstdAmt: SEPA pays in EUR, got ${currency}`);
  if (!isCurrency(currency)) found.reject(record, `InstdAmt: "${currency}" is no currency`);
  else if ((/\.(\d*)/.exec(element.text)?.[1] ?? '').length > currencyDigits(currency)) {
    found.reject(record, `InstdAmt: at most ${currencyDigits(currency)} decimals, got "${element.text.trim()}"`);
  }
  if (amount.numerator <= 0n) found.reject(record, `InstdAmt: more than nothing, got ${element.text.trim()}`);
  if (amount.numerator * 100n > 99_999_999_999n * amount.denominator) {
    sepa(record, `InstdAmt: at most 999999999.99, got ${element.text.trim()}`);
  }
}

function checkRemittance(
  transaction: XmlElement,
  { record, found, sepa }: { record: number; found: Findings; sepa: Say },
): void {
  const texts = allAt(transaction, 'RmtInf/Ustrd');
  const structured = allAt(transaction, 'RmtInf/Strd');
  if (texts.length > 1) sepa(record, `RmtInf: one Ustrd of up to 140 letters, got ${texts.length}`);
  if (texts.length > 0 && structured.length > 0) sepa(record, 'RmtInf: Ustrd or Strd, not both');
  if (structured.length > 1) found.warn(record, 'RmtInf: several Strd; few banks take more than one');
  for (const { text } of texts) {
    const letters = lettersOf(text);
    if (letters !== null) found[letters.severity](record, `Ustrd: ${letters.reason}`);
  }
  for (const item of structured) checkReference(item, record, found);
}

/** SEPA carries one reference of the creditor, and banks know the check digits of RF references alone. */
function checkReference(item: XmlElement, record: number, found: Findings): void {
  const reference = textAt(item, 'CdtrRefInf/Ref');
  if (reference === null) found.warn(record, 'Strd: without a CdtrRefInf/Ref few banks carry it');
  else if (/^RF\d\d/i.test(reference) || textAt(item, 'CdtrRefInf/Tp/Issr') === 'ISO') {
    const problem = creditorReferenceProblem(reference);
    if (problem !== null) found.reject(record, `CdtrRefInf: ${problem}`);
  } else found.warn(record, `CdtrRefInf: "${reference}" is no RF reference (ISO 11649); some banks refuse others`);
}

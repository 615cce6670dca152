import { DomainError } from '../../domain/errors.ts';
import { parseAmount } from '../../domain/money/amount.ts';
import { isCurrency } from '../../domain/money/currency.ts';
import { findings } from '../../domain/remittance/finding.ts';
import { readNachaReturns } from '../../domain/remittance/read-nacha-returns.ts';
import { readPainStatus } from '../../domain/remittance/read-pain-status.ts';
import { readZenginResults } from '../../domain/remittance/read-zengin-results.ts';
import type { RemittanceOutcome, RemittanceResult, ResultsRead } from '../../domain/remittance/result.ts';
import { fieldErrors } from '../contract/field-errors.ts';
import { textSchema } from '../contract/schemas/common.ts';
import { shown } from '../contract/shown.ts';
import { csvReader } from '../usecases/csv-reader.ts';

/** Readers of what banks report, by the names of formats. */
export const RESULT_FORMATS = {
  csv: readCsvResults,
  zengin: readZenginResults,
  nacha: readNachaReturns,
  'pain.002.001.03': (bytes) => readStatusOf(bytes, 'pain.002.001.03'),
  'pain.002.001.10': (bytes) => readStatusOf(bytes, 'pain.002.001.10'),
} as const satisfies Readonly<Record<string, (bytes: Uint8Array) => ResultsRead | Promise<ResultsRead>>>;

export type ResultFormat = keyof typeof RESULT_FORMATS;

export function isResultFormat(text: string): text is ResultFormat {
  return Object.hasOwn(RESULT_FORMATS, text);
}

async function readStatusOf(bytes: Uint8Array, version: string): Promise<ResultsRead> {
  // The reader of XML is large, so only a report in XML loads it.
  const { readXml } = await import('./xml-document.ts');
  const read = readXml(bytes, version);
  return 'problems' in read ? { outcome: 'refused', problems: read.problems } : readPainStatus(read.root);
}

const COLUMNS = ['key', 'outcome', 'reasonCode', 'reason', 'amount', 'currency'];
const OUTCOMES: readonly string[] = ['confirmed', 'returned', 'rejected'] satisfies RemittanceOutcome[];

function readCsvResults(bytes: Uint8Array): ResultsRead {
  const found = findings();
  const results: RemittanceResult[] = [];
  let hasHeader = false;
  const keys = new Set<string>();
  const row = (cells: readonly string[], line: number): void => {
    if (!hasHeader) {
      hasHeader = true;
      if (cells.join() !== COLUMNS.join()) {
        found.reject(line, `the columns are ${COLUMNS.join()}, got ${shown(cells.join())}`);
      }
      return;
    }
    const result = csvResult(cells, line);
    if (typeof result === 'string') found.reject(line, result);
    else if (keys.has(result.key)) found.reject(line, `key: "${result.key}" is there twice`);
    else results.push(result);
    keys.add(cells[0] ?? '');
  };
  const reader = csvReader({ row, broken: (line, { en }) => found.reject(line, en) }, 1);
  const text = textIn(bytes);
  if (text === null) return { outcome: 'refused', problems: [{ record: 0, reason: NOT_UTF_8 }] };
  reader.write(text);
  reader.end();
  if (!hasHeader) found.reject(0, 'the file is empty');
  if (found.list.length > 0) return { outcome: 'refused', problems: found.list };
  return { outcome: 'read', results, passedOver: [] };
}

const NOT_UTF_8 = 'must be UTF-8, which this is not; a spreadsheet saves it as "CSV UTF-8"';

function textIn(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function csvResult(cells: readonly string[], record: number): RemittanceResult | string {
  const [key = '', outcome = '', reasonCode = '', reason = '', amount = '', currency = ''] = cells;
  if (cells.length !== COLUMNS.length) return `${COLUMNS.length} cells, got ${cells.length}`;
  if (key === '') return 'key: is missing';
  if (key.trim() !== key) return `key: must not begin or end with a space, got ${shown(key)}`;
  if (!isOutcome(outcome)) return `outcome: one of ${OUTCOMES.join(', ')}, got "${outcome}"`;
  const wrong = wrongText({ reasonCode, reason });
  if (wrong !== null) return wrong;
  if (!isCurrency(currency)) return `currency: three letters of ISO 4217, got "${currency}"`;
  try {
    const amountMinor = amount === '' ? null : parseAmount(amount, currency);
    return { record, of: 'transfer', key, outcome, reasonCode, reason, amountMinor, currency };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return `amount: ${error.message}`;
  }
}

/** What a bank says goes into the books, where a text is on one line and has an end. */
function wrongText(texts: Readonly<Record<string, string>>): string | null {
  for (const [name, text] of Object.entries(texts)) {
    const { error } = textSchema.safeParse(text, { reportInput: true });
    const [first] = text === '' || error === undefined ? [] : fieldErrors(error);
    if (first !== undefined) return `${name}: ${first.reason}`;
  }
  return null;
}

const isOutcome = (text: string): text is RemittanceOutcome => OUTCOMES.includes(text);

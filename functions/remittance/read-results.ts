import { DomainError } from '../../domain/errors.ts';
import { parseAmount, plainAmount } from '../../domain/money/amount.ts';
import { isCurrency } from '../../domain/money/currency.ts';
import { readNachaReturns } from '../../domain/remittance/read-nacha-returns.ts';
import { readPainStatus } from '../../domain/remittance/read-pain-status.ts';
import { readZenginResults } from '../../domain/remittance/read-zengin-results.ts';
import type { RemittanceOutcome, RemittanceResult, ResultsRead } from '../../domain/remittance/result.ts';
import { resultsRefused } from '../../domain/remittance/result.ts';
import type { Sentence } from '../../domain/said.ts';
import { fieldFaults } from '../contract/field-errors.ts';
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
  return 'problems' in read ? resultsRefused(read.problems) : readPainStatus(read.root);
}

const COLUMNS = ['key', 'outcome', 'reasonCode', 'reason', 'amount', 'currency'];
const OUTCOMES: readonly string[] = ['confirmed', 'returned', 'rejected'] satisfies RemittanceOutcome[];

function readCsvResults(bytes: Uint8Array): ResultsRead {
  const problems: { record: number; reason: Sentence }[] = [];
  const reject = (record: number, reason: Sentence) => problems.push({ record, reason });
  const results: RemittanceResult[] = [];
  let hasHeader = false;
  const keys = new Set<string>();
  const row = (cells: readonly string[], line: number): void => {
    if (!hasHeader) {
      hasHeader = true;
      if (cells.join() !== COLUMNS.join()) {
        reject(line, {
          en: `the columns are ${COLUMNS.join()}, got ${shown(cells.join())}`,
          ja: `列は${COLUMNS.join()}にしてください（入力値: ${shown(cells.join(), 'ja')}）`,
        });
      }
      return;
    }
    const result = csvResult(cells, line);
    if ('en' in result) reject(line, result);
    else if (keys.has(result.key)) {
      reject(line, { en: `key: "${result.key}" is there twice`, ja: `key: "${result.key}"が2回出てきます` });
    } else results.push(result);
    keys.add(cells[0] ?? '');
  };
  const reader = csvReader({ row, broken: reject }, 1);
  const text = textIn(bytes);
  if (text === null) return { outcome: 'refused', problems: [{ record: 0, reason: NOT_UTF_8 }] };
  reader.write(text);
  reader.end();
  if (!hasHeader) reject(0, { en: 'the file is empty', ja: 'ファイルが空です' });
  if (problems.length > 0) return { outcome: 'refused', problems };
  return { outcome: 'read', results, passedOver: [] };
}

const NOT_UTF_8 = {
  en: 'must be UTF-8, which this is not; a spreadsheet saves it as "CSV UTF-8"',
  ja: 'UTF-8のファイルではありません。表計算ソフトでは「CSV UTF-8」で保存してください。',
};

function textIn(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function csvResult(cells: readonly string[], record: number): RemittanceResult | Sentence {
  const [key = '', outcome = '', reasonCode = '', reason = '', amount = '', currency = ''] = cells;
  if (cells.length !== COLUMNS.length) {
    return {
      en: `${COLUMNS.length} cells, got ${cells.length}`,
      ja: `${COLUMNS.length}列にしてください（入力値: ${cells.length}列）`,
    };
  }
  if (key === '') return { en: 'key: is missing', ja: 'key: 必須です' };
  if (key.trim() !== key) {
    return {
      en: `key: must not begin or end with a space, got ${shown(key)}`,
      ja: `key: 先頭と末尾に空白は使えません（入力値: ${shown(key, 'ja')}）`,
    };
  }
  if (!isOutcome(outcome)) {
    return {
      en: `outcome: one of ${OUTCOMES.join(', ')}, got "${outcome}"`,
      ja: `outcome: ${OUTCOMES.join(', ')}のいずれかを指定してください（入力値: "${outcome}"）`,
    };
  }
  const wrong = wrongText({ reasonCode, reason });
  if (wrong !== null) return wrong;
  if (!isCurrency(currency)) {
    return {
      en: `currency: three letters of ISO 4217, got "${currency}"`,
      ja: `currency: 通貨コード（ISO 4217の3文字）で指定してください（入力値: "${currency}"）`,
    };
  }
  try {
    const amountMinor = amount === '' ? null : parseAmount(plainAmount(amount, currency), currency);
    return { record, of: 'transfer', key, outcome, reasonCode, reason, amountMinor, currency };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return inColumn('amount', error.said);
  }
}

function inColumn(name: string, reason: Sentence): Sentence {
  return { en: `${name}: ${reason.en}`, ja: `${name}: ${reason.ja}` };
}

/** What a bank says goes into the books, where a text is on one line and has an end. */
function wrongText(texts: Readonly<Record<string, string>>): Sentence | null {
  for (const [name, text] of Object.entries(texts)) {
    const { error } = textSchema.safeParse(text, { reportInput: true });
    const [first] = text === '' || error === undefined ? [] : fieldFaults(error);
    if (first !== undefined) return inColumn(name, first.reason);
  }
  return null;
}

const isOutcome = (text: string): text is RemittanceOutcome => OUTCOMES.includes(text);

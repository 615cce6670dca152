import { lettersOfBytes } from './byte-letters.ts';
import { findings } from './finding.ts';
import type { RemittanceOutcome, RemittanceResult, ResultsRead } from './result.ts';
import { resultsRefused } from './result.ts';
import { splitZengin, ZENGIN_RECORD_BYTES } from './zengin-records.ts';
import { narrowOfBytes } from './zengin-text.ts';

/** Result codes as those of 口座振替 (振替結果コード): whether the money had left, and what the bank means. */
const CODES: Readonly<Record<string, readonly [outcome: RemittanceOutcome, reason: string]>> = {
  '0': ['confirmed', ''],
  '1': ['rejected', '資金不足 (insufficient funds)'],
  '2': ['returned', '取引なし (no such account)'],
  '3': ['returned', '預金者の都合 (at the wish of the account holder)'],
  '4': ['rejected', '依頼書なし (no mandate)'],
  '8': ['rejected', '委託者の都合 (at the wish of the payer)'],
  '9': ['returned', 'その他 (other)'],
};

/**
 * Results in the shape of the file that was sent, 120 bytes a record: each data record (2) repeats the transfer and has a result code
 * in column 112, in place of 振込指定区分. Banks differ: a code that is none of 0-4, 8 and 9, such as the 7 of a file that was
 * only sent back, is refused. The key is 顧客コード1 and 2 without zeros before them, or the EDI information.
 */
export function readZenginResults(bytes: Uint8Array): ResultsRead {
  const found = findings();
  const records = splitZengin(lettersOfBytes(bytes), found) ?? [];
  const results: RemittanceResult[] = [];
  let sumMinor = 0n;
  let hasTrailer = false;
  for (const [index, letters] of records.entries()) {
    const record = index + 1;
    if (letters.length !== ZENGIN_RECORD_BYTES) {
      found.reject(record, `a record is ${ZENGIN_RECORD_BYTES} bytes, this one is ${letters.length}`);
      continue;
    }
    const cut = (from: number, to: number): string => letters.slice(from - 1, to);
    if (letters.startsWith('2')) {
      const result = resultOf(record, cut);
      if (typeof result === 'string') found.reject(record, result);
      else {
        results.push(result);
        sumMinor += result.amountMinor ?? 0n;
      }
    } else if (letters.startsWith('8')) {
      hasTrailer = true;
      if (!/^\d{18}$/.test(cut(2, 19))) found.reject(record, 'trailer: digits for count and sum');
      else if (Number(cut(2, 7)) !== results.length)
        found.reject(record, `trailer: ${results.length} records, it says ${cut(2, 7)}`);
      else if (BigInt(cut(8, 19)) !== sumMinor)
        found.reject(record, `trailer: the sum is ${sumMinor}, it says ${cut(8, 19)}`);
    } else if (letters.startsWith('1')) {
      for (const reason of headerFaults(cut)) found.reject(record, reason);
    } else if (!letters.startsWith('9')) found.reject(record, `data kind: 1, 2, 8 or 9, got "${letters[0]}"`);
  }
  if (!hasTrailer) found.reject(0, 'the trailer record (8) is missing: the file may be cut');
  if (found.list.length > 0) return resultsRefused(found.list);
  return { outcome: 'read', results, passedOver: [] };
}

/** Salaries and bonuses lie in records of the same form, with other letters and codes. */
function headerFaults(cut: (from: number, to: number) => string): readonly string[] {
  const [kind, code] = [cut(2, 3), cut(4, 4)];
  return [
    ...(kind === '21' ? [] : [`種別コード (columns 2-3): must be 21 (総合振込), got "${kind}"`]),
    ...(code === '0' ? [] : [`コード区分 (column 4): must be 0 (JIS), got "${code}"`]),
  ];
}

function resultOf(record: number, cut: (from: number, to: number) => string): RemittanceResult | string {
  const code = cut(112, 112);
  const meaning = CODES[code];
  if (meaning === undefined) return `result code (column 112): "${code}" is not known`;
  if (!/^\d{10}$/.test(cut(81, 90))) return `amount: ten digits, got "${cut(81, 90)}"`;
  const [outcome, reason] = meaning;
  const codes = [cut(92, 101), cut(102, 111)].map((text) => text.trim().replace(/^0+/, ''));
  const key =
    cut(113, 113) === 'Y' ? narrowOfBytes(cut(92, 111)).trim() : codes.filter((text) => text !== '').join('/');
  return {
    record,
    of: 'transfer',
    key,
    outcome,
    reasonCode: code,
    reason,
    amountMinor: BigInt(cut(81, 90)),
    currency: 'JPY',
  };
}

import { lettersOfBytes } from './byte-letters.ts';
import { findings } from './finding.ts';
import type { PassedOver, RemittanceResult, ResultsRead } from './result.ts';
import { resultsRefused } from './result.ts';

const RECORD_LENGTH = 94;

/** Return reasons that credits meet; others keep their code alone. */
const REASONS: Readonly<Record<string, string>> = {
  R01: 'insufficient funds',
  R02: 'account closed',
  R03: 'no account, or unable to locate it',
  R04: 'invalid account number',
  R06: 'returned at the request of the originating bank',
  R12: 'account sold to another bank',
  R13: 'invalid routing number',
  R14: 'representative payee deceased',
  R15: 'account holder deceased',
  R16: 'account frozen',
  R17: 'file record edit criteria',
  R20: 'non-transaction account',
  R23: 'credit refused by the receiver',
  R24: 'duplicate entry',
  R31: 'permissible return',
  R34: 'limited participation of the bank',
};

/**
 * Returned entries of a NACHA file: each entry (6) is followed by an addenda of type 99 with its reason code; the key is the entry's
 * identification number. Notices of change (98) are passed over and told: the payment stands, the account's data are to be corrected.
 */
export function readNachaReturns(bytes: Uint8Array): ResultsRead {
  const found = findings();
  const results: RemittanceResult[] = [];
  const passedOver: PassedOver[] = [];
  const notices: RemittanceResult[] = [];
  const lines = lettersOfBytes(bytes)
    .split(/\r?\n/)
    .filter((line) => line !== '');
  let entry: string | null = null;
  let entries = 0;
  let counted = 0;
  for (const [index, line] of lines.entries()) {
    const record = index + 1;
    if (line.length !== RECORD_LENGTH)
      found.reject(record, `a record is ${RECORD_LENGTH} letters, this one is ${line.length}`);
    if (/^[67]/.test(line)) counted += 1;
    if (line.startsWith('6')) {
      if (entry !== null) found.reject(record - 1, 'a returned entry is followed by its addenda');
      entry = line;
      entries += 1;
    } else if (line.startsWith('7')) {
      const told = entry === null ? 'an addenda without an entry' : addendaOf(line, { entry, record });
      entry = null;
      if (typeof told === 'string') found.reject(record, told);
      else if ('what' in told) {
        passedOver.push(told);
        notices.push(noticeOf(told));
      } else results.push(told);
    } else if (line.startsWith('9') && line !== '9'.repeat(RECORD_LENGTH) && Number(line.slice(13, 21)) !== counted) {
      found.reject(
        record,
        `file control: says ${Number(line.slice(13, 21))} entries and addenda, there are ${counted}`,
      );
    }
  }
  if (entry !== null) found.reject(lines.length, 'a returned entry is followed by its addenda');
  if (entries === 0) found.reject(0, 'no entry: this is no file of returns');
  if (found.list.length > 0) return resultsRefused(found.list);
  return { outcome: 'read', results, passedOver, notices };
}

/** What is kept of a change: who is to be asked for the account, which itself is never kept in the open. */
function noticeOf({ record, key, what }: PassedOver): RemittanceResult {
  const reason = what
    .slice(CODE_LENGTH + 2)
    .replace(/"(.*)"$/, (_, corrected: string) => `"****${corrected.slice(-3)}"`);
  const reasonCode = what.slice(0, CODE_LENGTH);
  return { record, of: 'transfer', key, outcome: 'confirmed', reasonCode, reason, amountMinor: null, currency: 'USD' };
}

const CODE_LENGTH = 'C01'.length;

function addendaOf(
  line: string,
  { entry, record }: { entry: string; record: number },
): RemittanceResult | PassedOver | string {
  const kind = line.slice(1, 3);
  const code = line.slice(3, 6);
  const key = entry.slice(39, 54).trim();
  if (kind === '98') {
    return { record, key, what: `${code}: to be corrected to "${line.slice(35, 64).trim()}"`, isPending: false };
  }
  if (kind !== '99') return `addenda type: 99 for a return or 98 for a change, got "${kind}"`;
  if (!/^R\d\d$/.test(code)) return `return reason code: R and two digits, got "${code}"`;
  const amount = entry.slice(29, 39);
  if (!/^\d{10}$/.test(amount)) return `amount: ten digits, got "${amount}"`;
  const reason = [REASONS[code] ?? '', line.slice(35, 79).trim()].filter((text) => text !== '').join(': ');
  return {
    record,
    of: 'transfer',
    key,
    outcome: 'returned',
    reasonCode: code,
    reason,
    amountMinor: BigInt(amount),
    currency: 'USD',
  };
}

import { lettersOfBytes } from './byte-letters.ts';
import type { CheckContext, Finding, Findings } from './finding.ts';
import { findings } from './finding.ts';
import { proposeAbbreviation } from './legal-forms.ts';
import { checkMonthDay } from './month-day.ts';
import type { ZenginRecords } from './zengin-records.ts';
import { splitZengin, ZENGIN_RECORD_BYTES } from './zengin-records.ts';
import type { TextClass } from './zengin-text.ts';
import { narrowOfBytes, wrongLetter } from './zengin-text.ts';

/** What the checker says of ｦ in a name: banks that take it are not warned. */
export const WO_DOUBT = 'ｦ is in the newest text of the standard, and refused by many banks';

/** A record under check: `cut` takes columns as the standard counts them, from 1, both ends included. */
interface Row {
  readonly number: number;
  readonly cut: (from: number, to: number) => string;
  readonly found: Findings;
}

interface Group {
  count: number;
  sumMinor: bigint;
}

/** Reads a 総合振込 file as a strict bank does and lists everything that is wrong or that some banks refuse. */
export function checkZengin(bytes: Uint8Array, context: CheckContext): readonly Finding[] {
  const found = findings();
  const records = splitZengin(lettersOfBytes(bytes), found);
  if (records !== null) checkRecords(records, { found, context });
  return found.list;
}

function checkRecords(records: ZenginRecords, { found, context }: { found: Findings; context: CheckContext }): void {
  const seen = new Map<string, number>();
  let group: Group | null = null;
  let groups = 0;
  let expected = '1';
  for (const [index, text] of records.entries()) {
    const row: Row = { number: index + 1, cut: (from, to) => narrowOfBytes(text.slice(from - 1, to)), found };
    const kind = text[0] ?? '';
    if (!expected.includes(kind)) {
      found.reject(row.number, `データ区分: expected ${[...expected].join(' or ')}, got "${narrowOfBytes(kind)}"`);
    }
    if (text.length !== ZENGIN_RECORD_BYTES) {
      found.reject(row.number, `a record is ${ZENGIN_RECORD_BYTES} bytes, this one is ${text.length}`);
    } else if (kind === '1') checkHeader(row, context);
    else if (kind === '2') checkData(row, { group, seen });
    else if (kind === '8') checkTrailer(row, group);
    else if (kind === '9') checkBlank(row, { name: 'ダミー', from: 2, to: 120 });
    if (kind === '1') {
      group = { count: 0, sumMinor: 0n };
      groups += 1;
    }
    if (kind === '8') group = null;
    expected = { '1': '2', '2': '28', '8': '19', '9': '' }[kind] ?? expected;
    if (expected === '') {
      const more = records[index + 1];
      if (more !== undefined)
        found.reject(row.number + 1, `nothing stands after the end record, got "${narrowOfBytes(more.slice(0, 10))}"`);
      break;
    }
  }
  if (expected !== '') found.reject(records.length, 'the file ends without an end record (データ区分 9)');
  if (groups > 1) found.warn(0, `${groups} groups of header and trailer: many banks take one`);
}

const KINDS: Readonly<Record<string, string>> = {
  '11': '給与',
  '12': '賞与',
  '71': '給与',
  '72': '賞与',
  '91': '口座振替',
};

function checkHeader(row: Row, context: CheckContext): void {
  const { cut, found, number } = row;
  const kind = cut(2, 3);
  if (kind !== '21')
    found.reject(number, `種別コード: expected 21 (総合振込), got "${kind}" ${KINDS[kind] ?? ''}`.trim());
  const coding = cut(4, 4);
  if (coding !== '0')
    found.reject(number, `コード区分: expected 0 (JIS), got "${coding}"${coding === '1' ? ' (EBCDIC)' : ''}`);
  checkDigits(row, { name: '委託者コード', from: 5, to: 14 });
  if (/^0+$/.test(cut(5, 14))) found.warn(number, '委託者コード: zeros; the bank issues one');
  checkText(row, { name: '委託者名', from: 15, to: 54, use: 'name', isRequired: true });
  if (checkDigits(row, { name: '振込指定日', from: 55, to: 58 })) {
    checkMonthDay(cut(55, 58), { context, row: number, found });
  }
  checkBank(row, { code: [59, 62], name: [63, 77], branch: [78, 80], branchName: [81, 95], words: '仕向' });
  checkCode(row, { name: '預金種目(依頼人)', at: 96, codes: '129' });
  checkAccount(row, { name: '口座番号(依頼人)', from: 97, to: 103 });
  checkBlank(row, { name: 'ダミー', from: 104, to: 120 });
}

function checkData(row: Row, { group, seen }: { group: Group | null; seen: Map<string, number> }): void {
  const { cut, found, number } = row;
  checkBank(row, { code: [2, 5], name: [6, 20], branch: [21, 23], branchName: [24, 38], words: '被仕向' });
  if (cut(39, 42) !== '    ') checkDigits(row, { name: '手形交換所番号', from: 39, to: 42 });
  checkCode(row, { name: '預金種目', at: 43, codes: '1249' });
  checkAccount(row, { name: '口座番号', from: 44, to: 50 });
  checkText(row, { name: '受取人名', from: 51, to: 80, use: 'name', isRequired: true });
  const hasAmount = checkDigits(row, { name: '振込金額', from: 81, to: 90 });
  if (hasAmount && BigInt(cut(81, 90)) === 0n) found.reject(number, '振込金額: at least 1 yen, got 0');
  if (cut(91, 91) === ' ') found.warn(number, '新規コード: blank; some banks want 0');
  else checkCode(row, { name: '新規コード', at: 91, codes: '012' });
  checkInformation(row);
  const designation = cut(112, 112);
  if ('0 '.includes(designation)) {
    found.warn(number, `振込指定区分: "${designation}" is for banks that ask for it; the standard has 7 and 8`);
  } else checkCode(row, { name: '振込指定区分', at: 112, codes: '78' });
  checkBlank(row, { name: 'ダミー', from: 114, to: 120 });
  if (group !== null) {
    group.count += 1;
    if (hasAmount) group.sumMinor += BigInt(cut(81, 90));
  }
  const key = cut(2, 5) + cut(21, 23) + cut(43, 90);
  const first = seen.get(key);
  if (first !== undefined) found.warn(number, `the same account, name and amount as record ${first}: paid twice?`);
  else seen.set(key, number);
}

function checkInformation(row: Row): void {
  const { cut, found, number } = row;
  const mark = cut(113, 113);
  if (mark !== 'Y' && mark !== ' ') found.reject(number, `識別表示: expected Y or a space, got "${mark}"`);
  if (mark === 'Y') {
    checkText(row, { name: 'EDI情報', from: 92, to: 111, use: 'edi', isRequired: false });
    if (cut(92, 111).trim() === '') found.warn(number, 'EDI情報: is blank, though 識別表示 is Y');
    return;
  }
  for (const [name, from, to] of [
    ['顧客コード1', 92, 101],
    ['顧客コード2', 102, 111],
  ] as const) {
    const code = cut(from, to);
    if (/^(?:\d{10}| {10})$/.test(code)) continue;
    const wrong = wrongLetter(code, 'edi');
    if (wrong !== null) found.reject(number, `${name}: ${wrong.en}`);
    else found.warn(number, `${name}: the standard has ten digits, got "${code}"`);
  }
}

function checkTrailer(row: Row, group: Group | null): void {
  const { cut, found, number } = row;
  if (checkDigits(row, { name: '合計件数', from: 2, to: 7 }) && group !== null && Number(cut(2, 7)) !== group.count) {
    found.reject(number, `合計件数: says ${Number(cut(2, 7))}, the file has ${group.count}`);
  }
  if (
    checkDigits(row, { name: '合計金額', from: 8, to: 19 }) &&
    group !== null &&
    BigInt(cut(8, 19)) !== group.sumMinor
  ) {
    found.reject(number, `合計金額: says ${BigInt(cut(8, 19))}, the records sum to ${group.sumMinor}`);
  }
  checkBlank(row, { name: 'ダミー', from: 20, to: 120 });
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function checkDigits({ cut, found, number }: Row, { name, from, to }: Field): boolean {
  const text = cut(from, to);
  if (/^[0-9]+$/.test(text)) return true;
  found.reject(number, `${name}: ${to - from + 1} digits, filled with zeros on the left, got "${text}"`);
  return false;
}

function checkCode(
  { cut, found, number }: Row,
  { name, at, codes }: { name: string; at: number; codes: string },
): void {
  const code = cut(at, at);
  if (!codes.includes(code)) found.reject(number, `${name}: expected one of ${[...codes].join(', ')}, got "${code}"`);
}

function checkAccount(row: Row, field: Field): void {
  if (checkDigits(row, field) && /^0+$/.test(row.cut(field.from, field.to))) {
    row.found.warn(row.number, `${field.name}: an account number of zeros`);
  }
}

type Columns = readonly [from: number, to: number];

function checkBank(
  row: Row,
  {
    code,
    name,
    branch,
    branchName,
    words,
  }: { code: Columns; name: Columns; branch: Columns; branchName: Columns; words: string },
): void {
  for (const [[from, to], what] of [
    [code, '銀行番号'],
    [branch, '支店番号'],
  ] as const) {
    if (checkDigits(row, { name: `${words}${what}`, from, to }) && /^0+$/.test(row.cut(from, to))) {
      row.found.warn(row.number, `${words}${what}: zeros`);
    }
  }
  checkText(row, { name: `${words}銀行名`, from: name[0], to: name[1], use: 'bank', isRequired: false });
  checkText(row, { name: `${words}支店名`, from: branchName[0], to: branchName[1], use: 'bank', isRequired: false });
}

function checkText(
  row: Row,
  { name, from, to, use, isRequired }: Field & { use: TextClass; isRequired: boolean },
): void {
  const text = row.cut(from, to);
  const { found, number } = row;
  const wrong = wrongLetter(text, use);
  if (wrong !== null) {
    found.reject(number, `${name}: ${wrong.en}`);
    return;
  }
  const content = text.trimEnd();
  if (content === '') {
    if (isRequired) found.reject(number, `${name}: is missing`);
    return;
  }
  if (content.startsWith(' ')) {
    const reason = `${name}: text stands on the left, got "${content}"`;
    if (use === 'edi') found.warn(number, reason);
    else found.reject(number, reason);
  }
  if (use === 'bank' && content.includes(' '))
    found.warn(number, `${name}: the class has no space inside, got "${content}"`);
  if (use !== 'name') return;
  if (content.includes('ｦ')) found.warn(number, `${name}: ${WO_DOUBT}, got "${content}"`);
  const proposal = proposeAbbreviation(content);
  if (proposal !== null) found.warn(number, `${name}: a legal form written out; banks usually have "${proposal}"`);
  if (/^\([^)]*\)|\([^)]*\)$|[()] | [()]/.test(content)) {
    found.warn(
      number,
      `${name}: an abbreviation has one bracket at the head or the end, and no space beside it, got "${content}"`,
    );
  }
}

function checkBlank({ cut, found, number }: Row, { name, from, to }: Field): void {
  const text = cut(from, to);
  if (/[^ ]/.test(text)) found.reject(number, `${name}: positions ${from} to ${to} are spaces, got "${text.trim()}"`);
}

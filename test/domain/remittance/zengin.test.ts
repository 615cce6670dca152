import { describe, expect, it } from 'vitest';
import { lettersOfBytes } from '../../../domain/remittance/byte-letters.ts';
import { checkZengin } from '../../../domain/remittance/check-zengin.ts';
import { encodeZengin } from '../../../domain/remittance/encode-zengin.ts';
import { verdictOf } from '../../../domain/remittance/finding.ts';
import { proposeAbbreviation } from '../../../domain/remittance/legal-forms.ts';
import type { ZenginOrder, ZenginTransfer } from '../../../domain/remittance/zengin-order.ts';
import { ZENGIN_DEFAULTS } from '../../../domain/remittance/zengin-order.ts';
import { bytesOfNarrow, cutText, narrowOfBytes, normalText } from '../../../domain/remittance/zengin-text.ts';
import { bankDaysOf } from '../../../functions/runtime/bank-days.ts';

const context = { on: '2026-11-25', isBankDay: bankDaysOf('jp') };

const transfer: ZenginTransfer = {
  account: { bankCode: '0005', bankName: '', branchCode: '123', branchName: '', kind: 'ordinary', number: '7654321' },
  name: 'ヤマダ タロウ',
  amountMinor: 12_000n,
  newCode: '0',
  information: { kind: 'codes', code1: '', code2: '' },
};
const order: ZenginOrder = {
  payer: {
    clientCode: '1234567890',
    name: 'カ)ブンパイ',
    account: {
      bankCode: '0001',
      bankName: 'ミズホ',
      branchCode: '001',
      branchName: '',
      kind: 'ordinary',
      number: '1234567',
    },
  },
  valueDate: '2026-12-25',
  transfers: [transfer],
  options: ZENGIN_DEFAULTS,
};

// Column by column from the table of the standard.
const HEADER = `1210${'1234567890'}${'ｶ)ﾌﾞﾝﾊﾟｲ'.padEnd(40)}1225${'0001'}${'ﾐｽﾞﾎ'.padEnd(15)}001${' '.repeat(15)}11234567${' '.repeat(17)}`;
const DATA = `20005${' '.repeat(15)}123${' '.repeat(15)}000017654321${'ﾔﾏﾀﾞ ﾀﾛｳ'.padEnd(30)}0000012000${'0'.repeat(21)}7${' '.repeat(8)}`;
const TRAILER = `8000001000000012000${' '.repeat(101)}`;
const END = `9${' '.repeat(119)}`;
const FILE = [HEADER, DATA, TRAILER, END];

const bytes = (records: readonly string[], end = '\r\n') =>
  Uint8Array.from(bytesOfNarrow(records.map((record) => record + end).join('')), (letter) => letter.charCodeAt(0));
const verdict = (file: Uint8Array) => verdictOf(checkZengin(file, context));
const put = (record: string, at: number, text: string) =>
  record.slice(0, at - 1) + text + record.slice(at - 1 + text.length);
/** The good file with something else at a column (from 1) of a record (0 header, 1 data, 2 trailer, 3 end). */
const withPut = (record: number, at: number, text: string) =>
  FILE.map((row, index) => (index === record ? put(row, at, text) : row));

describe('a 総合振込 file', () => {
  it('has the bytes of the standard, column by column', () => {
    const encoded = encodeZengin(order, context);
    expect(encoded.outcome === 'encoded' && narrowOfBytes(lettersOfBytes(encoded.bytes))).toBe(
      `${FILE.join('\r\n')}\r\n`,
    );
    expect(encoded).toMatchObject({ warnings: [] });
    expect(FILE.map((record) => record.length)).toEqual([120, 120, 120, 120]);
  });

  it.each([
    ['CR LF', bytes(FILE)],
    ['LF', bytes(FILE, '\n')],
    ['no separator', bytes(FILE, '')],
    ['no last separator', bytes(FILE).slice(0, -2)],
    ['a closing 0x1A', Uint8Array.from([...bytes(FILE), 0x1a])],
    ['blanks for the clearing house', bytes(withPut(1, 39, '    '))],
    ['blank customer codes', bytes(withPut(1, 92, ' '.repeat(20)))],
    ['EDI information', bytes(withPut(1, 92, `${'ｲﾝﾎﾞｲｽ/1 ｦ'.padEnd(20)}7Y`))],
    ['a transfer by document', bytes(withPut(1, 112, '8'))],
    ['a savings account', bytes(withPut(1, 43, '4'))],
  ])('is accepted with %s', (_what, file) => expect(checkZengin(file, context)).toEqual([]));

  it.each([
    ['a designation that only some banks want', withPut(1, 112, '0')],
    ['no designation', withPut(1, 112, ' ')],
    ['ｦ in a name', withPut(1, 51, 'ｦ')],
    ['a customer code on the left', withPut(1, 92, '123       ')],
    ['a new code left blank', withPut(1, 91, ' ')],
    ['a legal form written out', withPut(1, 51, 'ｶﾌﾞｼｷｶﾞｲｼﾔ ｱｵｲ ')],
    ['both brackets at the head', withPut(1, 51, '(ｶ)ｱｵｲ   ')],
    ['the same transfer twice', [HEADER, DATA, DATA, put(TRAILER, 2, '000002000000024000'), END]],
    ['two groups', [HEADER, DATA, TRAILER, HEADER, put(DATA, 44, '0000001'), TRAILER, END]],
    ['an account of zeros', withPut(1, 44, '0000000')],
  ])('is accepted with a warning for %s', (_what, records) => expect(verdict(bytes(records))).toBe('warn'));

  it.each<[string, readonly string[], number]>([
    ['a record of 119 bytes', FILE.map((row, at) => (at === 1 ? row.slice(0, -1) : row)), 2],
    ['a record of 121 bytes', FILE.map((row, at) => (at === 1 ? `${row} ` : row)), 2],
    ['an empty line', [HEADER, DATA, '', TRAILER, END], 3],
    ['no header', FILE.slice(1), 1],
    ['no data', [HEADER, put(TRAILER, 2, '0'.repeat(18)), END], 2],
    ['no trailer', [HEADER, DATA, END], 3],
    ['no end', [HEADER, DATA, TRAILER], 3],
    ['two ends', [...FILE, END], 5],
    ['the trailer before the data', [HEADER, TRAILER, DATA, END], 2],
    ['a record of another kind', withPut(1, 1, '5'), 2],
    ['another kind of file (給与)', withPut(0, 2, '11'), 1],
    ['direct debits', withPut(0, 2, '91'), 1],
    ['EBCDIC', withPut(0, 4, '1'), 1],
    ['a coding left blank', withPut(0, 4, ' '), 1],
    ['a client code with blanks', withPut(0, 5, ' 123456789'), 1],
    ['a client code with a letter', withPut(0, 5, 'A'), 1],
    ['no client name', withPut(0, 15, ' '.repeat(40)), 1],
    ['a client name on the right', withPut(0, 15, 'ｶ)ﾌﾞﾝﾊﾟｲ'.padStart(40)), 1],
    ['a lower-case letter', withPut(0, 15, 'a'), 1],
    ['no such month', withPut(0, 55, '1325'), 1],
    ['no such day', withPut(0, 55, '0231'), 1],
    ['a Saturday', withPut(0, 55, '1128'), 1],
    ['a holiday in every year', withPut(0, 55, '1103'), 1],
    ['New Year', withPut(0, 55, '0101'), 1],
    ['the last day of the year', withPut(0, 55, '1231'), 1],
    ['a blank date', withPut(0, 55, '    '), 1],
    ['letters in the bank', withPut(0, 59, '00A1'), 1],
    ['a payer with savings', withPut(0, 96, '4'), 1],
    ['a payer account with blanks', withPut(0, 97, '    123'), 1],
    ['something in the dummy of the header', withPut(0, 104, '0'), 1],
    ['blanks in the bank of the payee', withPut(1, 2, '   5'), 2],
    ['a bracket in a bank name', withPut(1, 6, '('), 2],
    ['a period in a branch name', withPut(1, 24, '.'), 2],
    ['blanks in the branch', withPut(1, 21, '12 '), 2],
    ['a clearing house half blank', withPut(1, 39, '00  '), 2],
    ['an unknown kind of account', withPut(1, 43, '3'), 2],
    ['blanks in the account', withPut(1, 44, '7654 21'), 2],
    ['no name', withPut(1, 51, ' '.repeat(30)), 2],
    ['a name on the right', withPut(1, 51, 'ﾔﾏﾀﾞ ﾀﾛｳ'.padStart(30)), 2],
    ['ｰ 0xB0', withPut(1, 51, 'ﾔｰﾏ'), 2],
    ['small ｧ', withPut(1, 51, 'ﾔｧﾏ'), 2],
    ['small ｯ', withPut(1, 51, 'ﾔｯﾏ'), 2],
    ['a middle dot', withPut(1, 51, 'ﾔ･ﾏ'), 2],
    ['｡', withPut(1, 51, 'ﾔ｡ﾏ'), 2],
    ['a slash in a name', withPut(1, 51, 'ﾔ/ﾏ'), 2],
    ['an ampersand', withPut(1, 51, 'ﾔ&ﾏ'), 2],
    ['a mark at the start', withPut(1, 51, 'ﾞﾔ'), 2],
    ['a mark on a kana that takes none', withPut(1, 51, 'ﾅﾞ'), 2],
    ['ﾟ on ｶ', withPut(1, 51, 'ｶﾟ'), 2],
    ['a tab', withPut(1, 51, 'ﾔ\tﾏ'), 2],
    ['a zero byte', withPut(1, 80, '\0'), 2],
    ['double bytes', withPut(1, 51, '\x83\x84'), 2],
    ['no yen', withPut(1, 81, '0000000000'), 2],
    ['an amount with blanks', withPut(1, 81, '     12000'), 2],
    ['an amount with a comma', withPut(1, 81, '000012,000'), 2],
    ['a new code of 3', withPut(1, 91, '3'), 2],
    ['a comma in EDI information', withPut(1, 92, `${'A,B'.padEnd(20)}7Y`), 2],
    ['small kana in EDI information', withPut(1, 92, `${'ｨ'.padEnd(20)}7Y`), 2],
    ['a designation of 9', withPut(1, 112, '9'), 2],
    ['a mark X', withPut(1, 113, 'X'), 2],
    ['something in the dummy of a transfer', withPut(1, 120, '1'), 2],
    ['a wrong count', withPut(2, 2, '000002'), 3],
    ['a count with blanks', withPut(2, 2, '     1'), 3],
    ['a wrong sum', withPut(2, 8, '000000012001'), 3],
    ['a sum with blanks', withPut(2, 8, '       12000'), 3],
    ['something in the dummy of the trailer', withPut(2, 20, '0'), 3],
    ['something in the end record', withPut(3, 2, '9'), 4],
  ])('is rejected for %s', (_what, records, record) => {
    const rejects = checkZengin(bytes(records), context).filter(({ severity }) => severity === 'reject');
    expect(rejects.map((finding) => finding.record)).toContain(record);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['Unicode with a mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes(FILE)])],
    ['EBCDIC bytes', bytes(FILE, '').map((byte, at) => (at === 0 ? 0xf1 : byte))],
    ['mixed line ends', Uint8Array.from([...bytes([HEADER], '\n'), ...bytes(FILE.slice(1))])],
    ['CR alone', bytes(FILE, '\r')],
    ['something after the end', Uint8Array.from([...bytes(FILE, ''), 0x20])],
  ])('is rejected when it is %s', (_what, file) => expect(verdict(file)).toBe('reject'));

  it.each<[readonly string[], number, string]>([
    [
      withPut(1, 51, '\x83\x84'),
      2,
      '受取人名: a byte that is no letter of JIS X 0201; letters of two bytes are not taken',
    ],
    [withPut(1, 51, ' ﾔﾏﾀﾞ ﾀﾛｳ'), 2, '受取人名: text stands on the left, got " ﾔﾏﾀﾞ ﾀﾛｳ"'],
    [withPut(1, 81, '0000000000'), 2, '振込金額: at least 1 yen, got 0'],
    [withPut(1, 120, '1'), 2, 'ダミー: positions 114 to 120 are spaces, got "1"'],
    [[...FILE, '8000'], 5, 'nothing stands after the end record, got "8000"'],
  ])('says what it got and what is right, as in %#', (records, record, reason) => {
    expect(checkZengin(bytes(records), context)).toContainEqual({ record, reason, severity: 'reject' });
  });

  it('is never accepted with one digit of an amount or a total changed', () => {
    for (const [record, from, to] of [
      [1, 81, 90],
      [2, 2, 19],
    ] as const) {
      for (let at = from; at <= to; at += 1) expect(verdict(bytes(withPut(record, at, '7')))).toBe('reject');
    }
  });
});

describe('names for a bank', () => {
  it.each([
    ['キャノン', 'ｷﾔﾉﾝ'],
    ['サッポロ', 'ｻﾂﾎﾟﾛ'],
    ['ヴィトン', 'ｳﾞｲﾄﾝ'],
    ['やまだ たろう', 'ﾔﾏﾀﾞ ﾀﾛｳ'],
    ['コーヒー', 'ｺ-ﾋ-'],
    ['カ)ABC－x', 'ｶ)ABC-X'],
    ['（カ)', '(ｶ)'],
    ['ｷｬﾉﾝ', 'ｷﾔﾉﾝ'],
    ['カ\u3099', 'ｶﾞ'],
  ])('%s is written as %s', (given, text) =>
    expect(normalText(given, 'name')).toMatchObject({ outcome: 'normal', text }),
  );

  it.each([
    '髙橋',
    'ア・イ',
    'ア‐イ',
    'ア―イ',
    'ア−イ',
    'ア～',
    'ヰ',
    'ヷ',
    'カ゛',
    'ナﾞ',
    'A&B',
    "A'B",
    'A/B',
    'A,B',
    'A+B',
    'A:B',
    'A%',
    '\\',
  ])('%s is refused', (given) => expect(normalText(given, 'name').outcome).toBe('refused'));

  it('says that small kana and long vowels read differently', () => {
    expect(normalText('シャー', 'name')).toMatchObject({
      changes: [{ en: expect.stringContaining('small') }, { en: expect.stringContaining('long') }],
    });
  });

  it('is never cut between a kana and its mark', () => expect(cutText('ｱｶﾞ', 2)).toBe('ｱ'));

  it.each([
    ['カブシキガイシャ アオイ', 'カ)アオイ'],
    ['アオイ株式会社', 'アオイ(カ'],
    ['アオイ㈱トウキョウ', 'アオイ(カ)トウキヨウ'],
    ['ユウゲンガイシャ アオイ', 'ユ)アオイ'],
    ['チホウドクリツギョウセイホウジン アオイ', 'チドク)アオイ'],
    ['かぶしきがいしゃ　あおい', 'カ)アオイ'],
    ['シャカイイリョウホウジン アオイ', 'イ)アオイ'],
    ['イリョウホウジンザイダン アオイ', 'イ)アオイ'],
    ['株式会社アオイ ギンザエイギョウショ', 'カ)アオイ ギンザ(エイ'],
    ['アオイ出張所', 'アオイ(シユツ'],
    ['アオイ健康保険組合', 'アオイケンポ'],
    ['カブシキガイシャ', null],
    ['カ)アオイ', null],
    ['ヤマダ タロウ', null],
  ])('%s is proposed as %s', (given, proposal) => expect(proposeAbbreviation(given)).toBe(proposal));

  it.each<[string, Partial<ZenginTransfer>, string]>([
    ['kanji', { name: '髙橋' }, 'name: '],
    ['31 bytes', { name: 'ア'.repeat(31) }, 'name: at most 30 bytes'],
    ['no yen', { amountMinor: 0n }, 'amount: '],
    ['too many yen', { amountMinor: 10_000_000_000n }, 'amount: '],
    ['a comma', { information: { kind: 'edi', text: 'A,B' } }, 'ediInformation: '],
  ])('an order with %s is refused, naming the transfer', (_what, change, reason) => {
    const encoded = encodeZengin({ ...order, transfers: [transfer, { ...transfer, ...change }] }, context);
    expect(encoded).toMatchObject({
      outcome: 'refused',
      findings: expect.arrayContaining([
        expect.objectContaining({ record: 2, reason: expect.stringContaining(reason) }),
      ]),
    });
  });

  it('a name is cut only where that is allowed, and a closed day is refused', () => {
    const long = { ...order, transfers: [{ ...transfer, name: 'ア'.repeat(31) }] };
    expect(encodeZengin({ ...long, options: { ...ZENGIN_DEFAULTS, cutsNames: true } }, context).outcome).toBe(
      'encoded',
    );
    expect(encodeZengin({ ...order, valueDate: '2026-11-23' }, context).outcome).toBe('refused');
  });
});

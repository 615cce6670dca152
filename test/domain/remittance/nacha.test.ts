import { describe, expect, it } from 'vitest';
import { bytesOfLetters } from '../../../domain/remittance/byte-letters.ts';
import { checkNacha } from '../../../domain/remittance/check-nacha.ts';
import { verdictOf } from '../../../domain/remittance/finding.ts';

const context = { on: '2026-11-25', isBankDay: () => true };
const put = (record: string, at: number, text: string) =>
  record.slice(0, at - 1) + text + record.slice(at - 1 + text.length);

// Routing numbers 021000021 and 011000015; the hash is 02100002 + 01100001.
const GOOD = [
  `101 021000021 1234567892611251200A094101${'CHASE'.padEnd(23)}${'BUNPAI'.padEnd(23)}${' '.repeat(8)}`
    .replace(' 123456789', '1234567890')
    .slice(0, 94),
  `5220${'BUNPAI'.padEnd(16)}${' '.repeat(20)}1234567890PPD${'PAYOUT'.padEnd(10)}${' '.repeat(6)}261130   1021000020000001`,
  `622021000021${'123456789'.padEnd(17)}0000012345${'P1'.padEnd(15)}${'JANE DOE'.padEnd(22)}  0021000020000001`,
  `632011000015${'987654321'.padEnd(17)}0000000055${'P2'.padEnd(15)}${'JOHN ROE'.padEnd(22)}  1021000020000002`,
  `705${'INVOICE 1'.padEnd(80)}00010000002`,
  `82200000030003200003${'0'.repeat(12)}000000012400${'1234567890'}${' '.repeat(25)}021000020000001`,
  `9000001000001${'00000003'}0003200003${'0'.repeat(12)}000000012400${' '.repeat(39)}`,
  ...Array.from({ length: 3 }, () => '9'.repeat(94)),
];
const verdict = (records: readonly string[], end = '\n') =>
  verdictOf(checkNacha(bytesOfLetters(records.map((record) => record + end).join('')), context));
const withPut = (record: number, at: number, text: string) =>
  GOOD.map((row, index) => (index === record ? put(row, at, text) : row));

describe('a NACHA file', () => {
  it.each(['\n', '\r\n', ''])('is accepted with lines that end with %j', (end) => {
    expect(checkNacha(bytesOfLetters(GOOD.map((record) => record + end).join('')), context)).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    ['a short record', GOOD.map((row, at) => (at === 2 ? row.slice(1) : row))],
    ['no filling with nines', GOOD.slice(0, -1)],
    ['no file control', GOOD.slice(0, 6)],
    ['a record of another kind', withPut(2, 1, '4')],
    ['no batch header', [...GOOD.slice(0, 1), ...GOOD.slice(2), '9'.repeat(94)]],
    ['another record size', withPut(0, 35, '080')],
    ['another blocking factor', withPut(0, 38, '20')],
    ['a destination with a wrong check digit', withPut(0, 13, '2')],
    ['no such date', withPut(0, 24, '260231')],
    ['a service class of debits', withPut(1, 2, '225')],
    ['a service class that does not exist', withPut(1, 2, '221')],
    ['an entry class that is not ours', withPut(1, 51, 'IAT')],
    ['no effective date', withPut(1, 70, '      ')],
    ['an unknown transaction code', withPut(2, 2, '25')],
    ['a debit in a batch of credits', withPut(2, 2, '27')],
    ['a wrong check digit', withPut(2, 12, '2')],
    ['another bank than the hash knows', withPut(2, 4, '011000015')],
    ['no account', withPut(2, 13, ' '.repeat(17))],
    ['an amount with blanks', withPut(2, 30, '     12345')],
    ['another amount', withPut(2, 39, '6')],
    ['no name', withPut(2, 55, ' '.repeat(22))],
    ['an addenda that is missing', withPut(2, 79, '1')],
    ['an addenda that was not announced', withPut(3, 79, '0')],
    ['traces that do not ascend', withPut(3, 94, '1')],
    ['a trace of another bank', withPut(2, 80, '9')],
    ['an originator that is no bank', withPut(1, 79, '2')],
    ['words alone that pay', withPut(2, 2, '24')],
    ['an addenda of another kind', withPut(4, 2, '98')],
    ['an addenda of another entry', withPut(4, 94, '1')],
    ['a wrong batch count of entries', withPut(5, 10, '2')],
    ['a wrong hash', withPut(5, 20, '4')],
    ['a wrong credit total', withPut(5, 44, '1')],
    ['another company id', withPut(5, 45, '9')],
    ['another batch number', withPut(5, 94, '2')],
    ['a wrong batch count', withPut(6, 7, '2')],
    ['a wrong block count', withPut(6, 13, '2')],
    ['a wrong file total', withPut(6, 55, '1')],
    ['something after the nines', withPut(9, 94, '8')],
  ])('is rejected for %s', (_what, records) => expect(verdict(records)).toBe('reject'));

  it.each<[readonly string[], number, string]>([
    [withPut(0, 2, '02'), 1, 'priority code (2-3): 01, got "02"'],
    [
      withPut(0, 14, ' '.repeat(10)),
      1,
      'immediate origin (14-23): is missing: up to ten digits or capital letters on the right',
    ],
    [withPut(1, 51, 'WEB'), 2, 'entry class (51-53): PPD or CCD, got "WEB"'],
    [withPut(2, 2, '25'), 3, 'transaction code: 22 (checking) or 32 (savings), got "25"'],
    [withPut(2, 4, '000000000'), 3, 'receiving bank: zeros are no bank'],
    [withPut(2, 80, '9'), 3, 'trace number: begins with the ODFI of the batch, 02100002, got "921000020000001"'],
    [withPut(2, 56, '\t'), 3, 'U+0009 (56): a record is printable ASCII'],
    [withPut(4, 88, '0000009'), 5, 'entry sequence: ends the trace number of its entry, 0000002, got "0000009"'],
    [withPut(4, 84, '0002'), 5, 'addenda sequence (84-87): 0001, got "0002"'],
    [withPut(5, 45, '9'), 6, 'company id: "1234567890" in the batch header, got "9234567890"'],
    [withPut(9, 94, '8'), 10, 'after the file control only lines of nines may follow, got "9999999999"'],
  ])('says what it got and what is right, as in %#', (records, record, reason) => {
    expect(checkNacha(bytesOfLetters(records.map((row) => `${row}\n`).join('')), context)).toContainEqual({
      record,
      reason,
      severity: 'reject',
    });
  });

  it.each([
    ['', 'the file is empty'],
    [`\u00ef\u00bb\u00bf${GOOD.join('\n')}`, 'the file begins with a byte order mark: it is Unicode, not ASCII'],
  ])('is rejected as a whole, once: %#', (letters, reason) => {
    expect(checkNacha(bytesOfLetters(letters), context)).toEqual([{ record: 0, reason, severity: 'reject' }]);
  });

  it('is rejected when it pays nobody', () => {
    const control = `9000000000001${'0'.repeat(42)}${' '.repeat(39)}`;
    const file = [GOOD[0] ?? '', control, ...Array.from({ length: 8 }, () => '9'.repeat(94))];
    expect(checkNacha(bytesOfLetters(file.join('\n')), context)).toEqual([
      { record: 2, reason: 'record type: expected 5, got "9"', severity: 'reject' },
    ]);
  });

  it.each([
    [withPut(2, 13, '1234 6789'), 'account: written without spaces, got "1234 6789"'],
    [withPut(0, 4, ' 990000000'), "immediate destination: no bank's number begins with 99"],
  ])('is warned of what some banks refuse, as in %#', (records, reason) => {
    const found = checkNacha(bytesOfLetters(records.map((row) => `${row}\n`).join('')), context);
    expect(found).toMatchObject([{ severity: 'warn', reason }]);
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'a service class of both',
      withPut(1, 2, '200').map((row, at) => (at === 5 ? put(row, 2, '200') : row)),
      /service class/,
    ],
    ['a settlement date that the operator has not filled in', withPut(1, 76, '334'), /settlement date/],
    ['an effective date that is past', withPut(1, 70, '261124'), /past/],
    ['an effective date far ahead', withPut(1, 70, '270129'), /ahead/],
  ])('is warned of for %s', (_what, records, reason) => {
    const found = checkNacha(bytesOfLetters(records.map((record) => `${record}\n`).join('')), context);
    expect(found).toMatchObject([{ record: 2, severity: 'warn', reason: expect.stringMatching(reason) }]);
  });

  it('is rejected when it collects, and only for that', () => {
    const debits = GOOD.map((row, at) => {
      if (at === 1) return put(row, 2, '225');
      if (at === 2) return put(row, 2, '27');
      if (at === 3) return put(row, 2, '37');
      if (at === 5) return put(put(put(row, 2, '225'), 21, '000000012400'), 33, '0'.repeat(12));
      return at === 6 ? put(put(row, 32, '000000012400'), 44, '0'.repeat(12)) : row;
    });
    const found = checkNacha(bytesOfLetters(debits.map((record) => `${record}\n`).join('')), context);
    expect(found).toMatchObject([{ record: 2, severity: 'reject', reason: expect.stringMatching(/225/) }]);
  });
});

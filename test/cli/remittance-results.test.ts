import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bunpai } from './bunpai.ts';

async function read(format: string, content: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'results-')), 'report');
  writeFileSync(file, content, 'latin1');
  const { code, stdout, stderr } = await bunpai('remittance', 'results', '--format', format, file);
  return { code, stderr, told: code === 0 ? JSON.parse(stdout) : null };
}

const CSV = `key,outcome,reasonCode,reason,amount,currency
P-1,confirmed,,,12000,JPY
P-2,returned,R03,"no account, or closed","1,120.50",USD
P-3,rejected,,,,EUR
`;
const zenginData = (code: string, key: string, amount: number, mark = ' ') =>
  `20001${' '.repeat(15)}001${' '.repeat(15)}000011234567${'YAMADA'.padEnd(30)}${String(amount).padStart(10, '0')}0${key}${code}${mark}`.padEnd(
    120,
  );
const zengin = (count: string, sum: string, code = '2') =>
  [
    '1210'.padEnd(120),
    zenginData('0', '00000000010000000002', 12000),
    zenginData(code, 'P-2'.padEnd(20), 500, 'Y'),
    `8${count}${sum}`.padEnd(120),
    '9'.padEnd(120),
  ].join('\r\n');
const entry = (id: string) =>
  `622011000015${'123456789'.padEnd(17)}0000012345${id.padEnd(15)}${'JANE DOE'.padEnd(22)}  1021000020000001`;
const addenda = (kind: string, code: string, info: string) =>
  `7${kind}${code}021000020000001${' '.repeat(6)}01100001${info.padEnd(44)}011000010000001`;
const nacha = (count: number) =>
  [
    entry('P-1'),
    addenda('99', 'R03', ''),
    entry('P-2'),
    addenda('98', 'C01', '987654321'),
    `9${'000001000001'}${String(count).padStart(8, '0')}`.padEnd(94),
  ].join('\n');
const pain = (body: string, version = 'pain.002.001.03') =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><CstmrPmtStsRpt><GrpHdr/><OrgnlGrpInfAndSts><OrgnlMsgId>M-1</OrgnlMsgId>${body}</CstmrPmtStsRpt></Document>`;
const status = (id: string, code: string, more = '') =>
  `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${code}</TxSts>${more}</TxInfAndSts>`;

describe('what a bank reports of transfers', () => {
  it('is read from a CSV', async () => {
    const { told } = await read('csv', CSV);
    expect(told.results).toMatchObject([
      { key: 'P-1', outcome: 'confirmed', amount: { amount: '12000', currency: 'JPY' } },
      { key: 'P-2', outcome: 'returned', reasonCode: 'R03', reason: 'no account, or closed' },
      { key: 'P-3', outcome: 'rejected', amount: null },
    ]);
  });

  it('is read from 全銀 records with a result code', async () => {
    const { told } = await read('zengin', zengin('000002', '000000012500'));
    expect(told.results).toMatchObject([
      { record: 2, key: '1/2', outcome: 'confirmed' },
      { record: 3, key: 'P-2', outcome: 'returned', reasonCode: '2', amount: { amount: '500', currency: 'JPY' } },
    ]);
  });

  it('is read from NACHA returns; notices of change are passed over and told', async () => {
    const { told } = await read('nacha', nacha(4));
    expect(told.results).toMatchObject([
      { key: 'P-1', outcome: 'returned', reasonCode: 'R03', amount: { amount: '123.45', currency: 'USD' } },
    ]);
    expect(told.passedOver).toMatchObject([{ key: 'P-2', what: 'C01: to be corrected to "987654321"' }]);
  });

  it.each(['pain.002.001.03', 'pain.002.001.10'])('is read from %s, what is under way passed over', async (version) => {
    const why =
      '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></StsRsnInf><OrgnlTxRef><Amt><InstdAmt Ccy="EUR">120.50</InstdAmt></Amt></OrgnlTxRef>';
    const block = `<OrgnlPmtInfAndSts><OrgnlPmtInfId>B-1</OrgnlPmtInfId>${status('P-1', 'ACSC')}${status('P-2', 'RJCT', why)}${status('P-3', 'PDNG')}</OrgnlPmtInfAndSts>`;
    const { told } = await read(version, pain(`</OrgnlGrpInfAndSts>${block}`, version));
    expect(told.results).toMatchObject([
      { key: 'P-1', outcome: 'confirmed', amount: null },
      {
        key: 'P-2',
        outcome: 'rejected',
        reasonCode: 'AC04',
        reason: 'closed',
        amount: { amount: '120.50', currency: 'EUR' },
      },
    ]);
    expect(told.passedOver).toMatchObject([{ key: 'P-3' }]);
  });

  it('says of a whole message or block that it is rejected', async () => {
    expect(
      (await read('pain.002.001.03', pain('<GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>'))).told.results,
    ).toMatchObject([{ of: 'message', key: 'M-1', outcome: 'rejected' }]);
    const block =
      '<OrgnlPmtInfAndSts><OrgnlPmtInfId>B-1</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts>';
    expect((await read('pain.002.001.03', pain(`</OrgnlGrpInfAndSts>${block}`))).told.results).toMatchObject([
      { of: 'block', key: 'B-1', outcome: 'rejected' },
    ]);
  });

  it('says so of the whole block also where the bank names a transaction in it', async () => {
    const block = `<OrgnlPmtInfAndSts><OrgnlPmtInfId>B-1</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>${status('P-1', 'RJCT')}</OrgnlPmtInfAndSts>`;
    expect(
      (await read('pain.002.001.10', pain(`</OrgnlGrpInfAndSts>${block}`, 'pain.002.001.10'))).told.results,
    ).toMatchObject([
      { of: 'block', key: 'B-1', outcome: 'rejected' },
      { of: 'transfer', key: 'P-1', outcome: 'rejected' },
    ]);
  });

  it.each<[string, string, string, string]>([
    ['a CSV with other columns', 'csv', CSV.replace('key,', 'id,'), 'record 1: the columns are'],
    ['an outcome that nobody knows', 'csv', CSV.replace('rejected', 'lost'), 'record 4: outcome'],
    ['a key that is there twice', 'csv', CSV.replace('P-3', 'P-1'), 'record 4: key'],
    ['half a yen', 'csv', CSV.replace('12000', '0.5'), 'record 2: amount'],
    ['a CSV in Shift_JIS', 'csv', CSV.replace('no account', '\x8c\xfb\x8d\xc0'), 'must be UTF-8'],
    ['another header, cut short', 'csv', `${'x'.repeat(70)}1234567\n`, `got "${'x'.repeat(56)}…`],
    [
      'a key with a space beside it',
      'csv',
      CSV.replace('P-3', 'P-3 '),
      'record 4: key: must not begin or end with a space, got "P-3 "',
    ],
    ['a reason of two lines', 'csv', CSV.replace(', or', '\n'), 'record 3: reason: must not hold control characters'],
    [
      'a reason without end',
      'csv',
      CSV.replace('no account', 'x'.repeat(200)),
      'record 3: reason: must have at most 200 characters, got 211 characters',
    ],
    [
      'salaries in the same layout',
      'zengin',
      zengin('000002', '000000012500').replace('1210', '1110'),
      'record 1: 種別コード (columns 2-3): must be 21 (総合振込), got "11"',
    ],
    [
      '全銀 that says to be EBCDIC',
      'zengin',
      zengin('000002', '000000012500').replace('1210', '1211'),
      'record 1: コード区分 (column 4): must be 0 (JIS), got "1"',
    ],
    ['a 全銀 file that is cut', 'zengin', zengin('000002', '000000012500').slice(0, 366), 'trailer'],
    ['another count', 'zengin', zengin('000003', '000000012500'), 'record 4: trailer'],
    ['another sum', 'zengin', zengin('000002', '000000012501'), 'record 4: trailer'],
    ['a file as it was sent', 'zengin', zengin('000002', '000000012500', '7'), 'record 3: result code'],
    ['a NACHA file that is cut', 'nacha', nacha(6), 'file control'],
    ['a NACHA file without returns', 'nacha', entry('P-1'), 'addenda'],
    [
      'a report of another version',
      'pain.002.001.10',
      pain('<GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>'),
      'the root is',
    ],
    ['XML that is none', 'pain.002.001.03', '<Document>', 'well-formed'],
  ])('is refused whole: %s', async (_what, format, content, message) => {
    const { code, stderr } = await read(format, content);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});

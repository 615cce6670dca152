import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../cli/remittance/examples.ts';
import { federalReserveDays, target2Days } from '../../domain/payout/bank-days.ts';
import type { Verdict } from '../../domain/remittance/finding.ts';
import { verdictOf } from '../../domain/remittance/finding.ts';
import { checkPainFile } from '../../functions/remittance/xml-document.ts';
import { bunpai } from './bunpai.ts';

const ON = '2026-12-10';
const NAMES = ['zengin', 'pain.001.001.03', 'pain.001.001.09', 'nacha'] as const;

function exampleOf(format: string): string {
  return Object.entries(EXAMPLES).find(([name]) => name.includes(format))?.[1] ?? '';
}

async function encoded(format: string, order: string) {
  const folder = mkdtempSync(join(tmpdir(), 'remittance-'));
  const input = join(folder, 'in.json');
  const out = join(folder, 'out');
  writeFileSync(input, order);
  const done = await bunpai('remittance', 'encode', '--format', format, input, '--out', out);
  return { ...done, out };
}

describe('the examples of bunpai remittance --help', () => {
  it.each(NAMES)('%s: is written, the same bytes twice, and accepted', async (format) => {
    const first = await encoded(format, exampleOf(format));
    expect(first).toMatchObject({ code: 0 });
    const second = await encoded(format, exampleOf(format));
    expect(readFileSync(second.out).equals(readFileSync(first.out))).toBe(true);
    const checked = await bunpai('remittance', 'check', '--format', format, first.out, '--json', '--on', ON);
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout)).toEqual({ verdict: 'accept', findings: [] });
  });

  it('stand in the help', async () => {
    const { stdout } = await bunpai('remittance', '--help');
    for (const format of NAMES) expect(stdout).toContain(exampleOf(format));
  });

  it.each(['pain.001.001.03', 'pain.001.001.09', 'nacha', 'zengin'])(
    '%s: the example of the README is written too',
    async (format) => {
      const sections = readFileSync(new URL('../../cli/README.md', import.meta.url), 'utf8').split('\n## ');
      const section = sections.find((text) => text.split('\n')[0]?.includes(format)) ?? '';
      expect(await encoded(format, /```json\n([\s\S]*?)```/.exec(section)?.[1] ?? '')).toMatchObject({ code: 0 });
    },
  );

  it.each([
    ['pain.001.001.03', 'Jürgen Müller', '山田太郎', 'transfers[0] (transfer 1): reject: creditor.name'],
    ['pain.001.001.09', 'M02606', 'M02607', 'check digits'],
    ['pain.001.001.09', 'P-1', '/P-1', 'endToEndId'],
    ['pain.001.001.09', 'P-1', 'P-12345678901234567890123456789012345', 'endToEndId'],
    ['pain.001.001.09', '120.50', '0.00', 'amount'],
    ['pain.001.001.09', '120.50', '1000000000.00', 'amount'],
    ['pain.001.001.09', '120.50', '1.005', 'transfers[0].amount'],
    ['pain.001.001.09', 'T09:00:00Z', 'T09:00Z', 'createdAt: must be a time such as'],
    ['nacha', '011000015', '011000016', 'check digit'],
    ['nacha', 'JANE DOE', '山田', 'transfers[0] (transfer 1): reject: name'],
    ['nacha', '120.50', '0.00', 'amount'],
  ])('%s with %s for %s is refused', async (format, from, to, message) => {
    const done = await encoded(format, exampleOf(format).replace(from, to));
    expect(done.code).toBe(1);
    expect(done.stderr).toContain(message);
  });

  it('a format that nobody knows is a question of usage', async () => {
    expect((await bunpai('remittance', 'check', '--format', 'mt101', 'x')).code).toBe(2);
  });
});

const TX = (version: string, id: string, amount: string) => `
      <CdtTrfTxInf>
        <PmtId><EndToEndId>${id}</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="EUR">${amount}</InstdAmt></Amt>
        <CdtrAgt><FinInstnId><${bicName(version)}>AGRIFRPP</${bicName(version)}></FinInstnId></CdtrAgt>
        <Cdtr><Nm>Marie Dupont</Nm><PstlAdr><TwnNm>Paris</TwnNm><Ctry>FR</Ctry><AdrLine>1 rue de la Paix</AdrLine></PstlAdr></Cdtr>
        <CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>November</Ustrd></RmtInf>
      </CdtTrfTxInf>`;
const bicName = (version: string) => (version === 'pain.001.001.03' ? 'BIC' : 'BICFI');
const good = (version: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>M-1</MsgId><CreDtTm>2026-12-09T09:00:00</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>30.05</CtrlSum>
      <InitgPty><Nm>Bunpai</Nm></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>B-1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>2</NbOfTxs><CtrlSum>30.05</CtrlSum>
      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
      <ReqdExctnDt>${version === 'pain.001.001.03' ? '2026-12-15' : '<Dt>2026-12-15</Dt>'}</ReqdExctnDt>
      <Dbtr><Nm>Bunpai GmbH</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>
      <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>
      <ChrgBr>SLEV</ChrgBr>${TX(version, 'E-1', '10.00')}${TX(version, 'E-2', '20.05')}
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
`;
const check = (content: string, version: 'pain.001.001.03' | 'pain.001.001.09' = 'pain.001.001.09') =>
  checkPainFile(new TextEncoder().encode(content), version, { on: ON, isBankDay: target2Days });
const last = (content: string, from: string, to: string) => {
  const at = content.lastIndexOf(from);
  return content.slice(0, at) + to + content.slice(at + from.length);
};

describe.each(['pain.001.001.03', 'pain.001.001.09'] as const)('a file of %s', (version) => {
  it('is accepted when it is right, on one line too', () => {
    expect(check(good(version), version)).toEqual([]);
    expect(check(good(version).replace(/>\s+</g, '><'), version)).toEqual([]);
  });

  it('is read the same with comments, marked sections and instructions to programs in it', () => {
    const marked = good(version).replace(
      'Marie Dupont',
      '<?editor on?><!-- the payee --><![CDATA[Marie]]> Dupont<?editor?>',
    );
    expect(check(marked, version)).toEqual([]);
    expect(check(marked.replace('Dupont', '山田'), version)).toMatchObject([{ record: 1, severity: 'reject' }]);
  });

  it.each<[string, string, string]>([
    ['<CtrlSum>30.05', '<CtrlSum>30.06', 'GrpHdr/CtrlSum: says 30.06, the transactions sum to 30.05'],
    ['>20.05</InstdAmt>', '>0.00</InstdAmt>', 'InstdAmt: more than nothing, got 0.00'],
    ['</Ustrd>', '</Ustrd><Ustrd>b</Ustrd>', 'RmtInf: one Ustrd of up to 140 letters, got 2'],
    [
      'DE89370400440532013000',
      'DE88370400440532013000',
      'PmtInf[1]/DbtrAcct: IBAN: the check digits of "DE88370400440532013000" are wrong',
    ],
    [
      'DE89370400440532013000',
      'US89370400440532013000',
      'PmtInf[1]/DbtrAcct: IBAN: none is known of US, got "US89370400440532013000"',
    ],
    ['<TwnNm>Paris</TwnNm>', '', 'Cdtr/PstlAdr: TwnNm and Ctry are wanted since 2026-11-22, got Ctry, AdrLine'],
    ['Marie Dupont', 'M'.repeat(71), `Cdtr/Nm: at most 70 letters in SEPA, "${'M'.repeat(71)}" has 71`],
    ['2026-12-15', '2026-12-15Z', 'PmtInf[1]/ReqdExctnDt: a date has no zone of time, got "2026-12-15Z"'],
    ['E-2', 'E-2 ', 'EndToEndId: "E-2 " begins or ends with a space, which banks cut off'],
  ])('with %s as %s says what it got and what is right', (from, to, reason) => {
    expect(check(good(version).replace(from, to), version).map((finding) => finding.reason)).toContain(reason);
  });

  it.each<[string, string, string, Verdict, number]>([
    ['another number of transactions', '<NbOfTxs>2', '<NbOfTxs>3', 'reject', 0],
    ['another number in the block', '</PmtMtd><NbOfTxs>2', '</PmtMtd><NbOfTxs>1', 'reject', 0],
    ['another sum', '<CtrlSum>30.05', '<CtrlSum>30.06', 'reject', 0],
    [
      'another sum in the block',
      '<CtrlSum>30.05</CtrlSum>\n      <PmtTpInf>',
      '<CtrlSum>30.5</CtrlSum><PmtTpInf>',
      'reject',
      0,
    ],
    ['a sum in other digits', '<CtrlSum>30.05', '<CtrlSum>030.0500', 'accept', 0],
    ['no sum', '<CtrlSum>30.05</CtrlSum>\n      <InitgPty>', '<InitgPty>', 'warn', 0],
    ['another currency', 'Ccy="EUR">20.05', 'Ccy="USD">20.05', 'reject', 2],
    ['three decimals', '20.05</InstdAmt>', '20.050</InstdAmt>', 'reject', 2],
    ['an amount of letters', '20.05</InstdAmt>', '20,05</InstdAmt>', 'reject', 2],
    [
      'an IBAN with wrong check digits',
      'FR1420041010050500013M02606</IBAN>',
      'FR1520041010050500013M02606</IBAN>',
      'reject',
      2,
    ],
    [
      'an IBAN that is too short',
      'FR1420041010050500013M02606</IBAN>',
      'FR1420041010050500013M026</IBAN>',
      'reject',
      2,
    ],
    [
      'an IBAN with spaces',
      'FR1420041010050500013M02606</IBAN>',
      'FR14 2004 1010 0505 0001 3M02 606</IBAN>',
      'reject',
      2,
    ],
    ["a wrong debtor's IBAN", 'DE89370400440532013000', 'DE88370400440532013000', 'reject', 0],
    ['no IBAN', '<IBAN>FR1420041010050500013M02606</IBAN>', '<Othr><Id>12345</Id></Othr>', 'reject', 2],
    ['a BIC that is none', '>AGRIFRPP<', '>AGRIFRP<', 'reject', 2],
    ['a BIC of another country', '>AGRIFRPP<', '>COBADEFF<', 'warn', 2],
    [
      'the element of the other version for the BIC',
      `${bicName(version)}>AGRIFRPP</${bicName(version)}>`,
      version === 'pain.001.001.03' ? 'BICFI>AGRIFRPP</BICFI>' : 'BIC>AGRIFRPP</BIC>',
      'reject',
      2,
    ],
    ['charges that are not shared', 'SLEV', 'DEBT', 'reject', 2],
    ['no charge bearer', '<ChrgBr>SLEV</ChrgBr>', '', 'accept', 0],
    ['another service level', '<Cd>SEPA</Cd>', '<Cd>URGP</Cd>', 'warn', 0],
    ['a service level of its own', '<SvcLvl><Cd>SEPA</Cd>', '<SvcLvl><Prtry>SEPA</Prtry>', 'warn', 0],
    ['a BIC of a territory of the same state', '>AGRIFRPP<', '>AGRIRERX<', 'accept', 0],
    ['no service level', '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>', '', 'warn', 0],
    ['cheques', 'TRF', 'CHK', 'reject', 0],
    ['a method that does not exist', 'TRF', 'XXX', 'reject', 0],
    ['an id with a slash before', 'E-2', '/E-2', 'reject', 2],
    ['an id with a slash after', 'E-2', 'E-2/', 'reject', 2],
    ['an id with two slashes', 'E-2', 'E//2', 'reject', 2],
    ['an id with one slash', 'E-2', 'E/2', 'accept', 0],
    ['an id with letters outside ASCII', 'E-2', 'É-2', 'reject', 2],
    ['an id of 36 letters', 'E-2', 'E'.repeat(36), 'reject', 2],
    ['an id that is there twice', 'E-2', 'E-1', 'warn', 2],
    ['no id of the payer', 'E-2', 'NOTPROVIDED', 'accept', 0],
    ['a message id with a slash before', 'M-1', '/M-1', 'reject', 0],
    ['a block id with two slashes', 'B-1', 'B//1', 'reject', 0],
    ['kanji in a name', 'Marie Dupont', '山田太郎', 'reject', 2],
    ['kanji in the name of the initiator', '<Nm>Bunpai</Nm>', '<Nm>\u5206\u914d</Nm>', 'reject', 0],
    ['an initiator of 71 letters', '<Nm>Bunpai</Nm>', `<Nm>${'B'.repeat(71)}</Nm>`, 'reject', 0],
    ['accents in a name', 'Marie Dupont', 'Ren\u00e9 Dupont', 'warn', 2],
    ['a name of 71 letters', 'Marie Dupont', 'M'.repeat(71), 'reject', 2],
    ['no name', '<Nm>Marie Dupont</Nm>', '', 'reject', 2],
    ['an address of lines alone', '<TwnNm>Paris</TwnNm><Ctry>FR</Ctry>', '', 'reject', 2],
    ['an address without its town', '<TwnNm>Paris</TwnNm>', '', 'reject', 2],
    [
      'a country alone',
      '<TwnNm>Paris</TwnNm><Ctry>FR</Ctry><AdrLine>1 rue de la Paix</AdrLine>',
      '<Ctry>FR</Ctry>',
      'accept',
      0,
    ],
    ['three lines of address', '</AdrLine>', '</AdrLine><AdrLine>b</AdrLine><AdrLine>c</AdrLine>', 'reject', 2],
    ['the town again in a line', '1 rue de la Paix', 'Paris', 'warn', 2],
    ['the town with its post code in a line', '1 rue de la Paix', '75001 PARIS', 'warn', 2],
    ['a street that is named after the town', '1 rue de la Paix', '1 rue de Paris', 'accept', 0],
    ['a text of 141 letters', 'November', 'N'.repeat(141), 'reject', 2],
    ['two texts', '</Ustrd>', '</Ustrd><Ustrd>b</Ustrd>', 'reject', 2],
    [
      'a reference with wrong check digits',
      '<Ustrd>November</Ustrd>',
      '<Strd><CdtrRefInf><Ref>RF19539007547034</Ref></CdtrRefInf></Strd>',
      'reject',
      2,
    ],
    [
      'a reference',
      '<Ustrd>November</Ustrd>',
      '<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd>',
      'accept',
      0,
    ],
    [
      'a reference of other rules',
      '<Ustrd>November</Ustrd>',
      '<Strd><CdtrRefInf><Ref>12345</Ref></CdtrRefInf></Strd>',
      'warn',
      2,
    ],
    [
      'a reference that says ISO and is none',
      '<Ustrd>November</Ustrd>',
      '<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>12345</Ref></CdtrRefInf></Strd>',
      'reject',
      2,
    ],
    [
      'structured information without a reference',
      '<Ustrd>November</Ustrd>',
      '<Strd><AddtlRmtInf>November</AddtlRmtInf></Strd>',
      'warn',
      2,
    ],
    ['an element nobody knows', '<Ustrd>', '<Foo/><Ustrd>', 'reject', 2],
    [
      'elements in another order',
      '<Nm>Bunpai GmbH</Nm></Dbtr>',
      '<CtryOfRes>DE</CtryOfRes><Nm>Bunpai GmbH</Nm></Dbtr>',
      'reject',
      0,
    ],
    ['the namespace of another version', `xsd:${version}`, 'xsd:pain.001.001.02', 'reject', 0],
    ['no namespace', ` xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"`, '', 'reject', 0],
    ['a date that is past', '2026-12-15', '2026-12-01', 'warn', 0],
    ['a Sunday', '2026-12-15', '2026-12-13', 'warn', 0],
    ['a day that does not exist', '2026-12-15', '2026-02-30', 'reject', 0],
    ['XML that is not well-formed', '</PmtInf>', '', 'reject', 0],
    ['a document type', '<Document ', '<!DOCTYPE Document><Document ', 'reject', 0],
  ])('with %s', (_what, from, to, verdict, record) => {
    const isFirst = /^<(?:NbOfTxs|CtrlSum)/.test(from);
    const source = good(version);
    const content = isFirst ? source.replace(from, to) : last(source, from, to);
    expect(content).not.toBe(source);
    const found = check(content, version);
    expect({ verdict: verdictOf(found), found }).toMatchObject({ verdict });
    if (verdict !== 'accept') expect(found.map((finding) => finding.record)).toContain(record);
  });

  it('names the transaction of a file of very many lines', () => {
    const many = Array.from({ length: 6000 }, (_, at) => TX(version, `E-${at}`, at === 5001 ? '1,00' : '1.00')).join(
      '',
    );
    const content = good(version)
      .replace(/<CdtTrfTxInf>[\s\S]*<\/CdtTrfTxInf>/, () => many)
      .replace(/>\s+</g, '><');
    expect(check(content, version).map(({ record }) => record)).toEqual([5002]);
  });

  it('with the date in the form of the other version is rejected', () => {
    const other = version === 'pain.001.001.03' ? '<Dt>2026-12-15</Dt>' : '2026-12-15';
    const content = good(version).replace(/<ReqdExctnDt>.*<\/ReqdExctnDt>/, `<ReqdExctnDt>${other}</ReqdExctnDt>`);
    expect(verdictOf(check(content, version))).toBe('reject');
  });
});

describe('days of banks', () => {
  it.each([
    '2026-01-01',
    '2026-04-03',
    '2026-04-06',
    '2026-05-01',
    '2026-12-25',
    '2027-03-26',
    '2027-03-29',
    '2026-12-13',
  ])('TARGET is closed on %s', (date) => expect(target2Days(date)).toBe(false));
  it.each(['2026-04-07', '2026-12-24', '2026-12-31'])('TARGET is open on %s', (date) =>
    expect(target2Days(date)).toBe(true),
  );
  it.each([
    '2026-01-19',
    '2026-02-16',
    '2026-05-25',
    '2026-06-19',
    '2026-09-07',
    '2026-10-12',
    '2026-11-11',
    '2026-11-26',
    '2027-07-05',
  ])('the Federal Reserve is closed on %s', (date) => expect(federalReserveDays(date)).toBe(false));
  it.each(['2026-07-03', '2026-11-25', '2026-11-27'])('the Federal Reserve is open on %s', (date) =>
    expect(federalReserveDays(date)).toBe(true),
  );
});

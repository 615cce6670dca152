import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../cli/remittance/examples.ts';
import { bunpai } from './bunpai.ts';

function exampleOf(format: string): Record<string, unknown> {
  const text = Object.entries(EXAMPLES).find(([name]) => name.includes(format))?.[1] ?? '';
  return JSON.parse(text) as Record<string, unknown>;
}

/** The order with another value at a path such as `transfers.0.amount`. */
function withAt(order: unknown, path: string, value: unknown): unknown {
  const [step = '', ...rest] = path.split('.');
  const parent = order as Record<string, unknown>;
  const next = rest.length === 0 ? value : withAt(parent[step], rest.join('.'), value);
  return Array.isArray(order) ? order.with(Number(step), next) : { ...parent, [step]: next };
}

async function told(format: string, content: string | Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'remittance-'));
  const input = join(folder, 'in.json');
  writeFileSync(input, content);
  const { code, stderr } = await bunpai(
    'remittance',
    'encode',
    '--format',
    format,
    input,
    '--out',
    join(folder, 'out'),
  );
  const lines = stderr.replace('bunpai: ', '').replaceAll(`${input}: `, '').trimEnd().split('\n');
  return { code, reasons: lines.filter((line) => line !== 'the order is refused') };
}

const PAIN = 'pain.001.001.09';
const DATE = 'must be a date such as "2026-10-01"';

describe('an order for a bank says of each field what was got and what is right', () => {
  it.each<[string, string, unknown, string]>([
    [PAIN, 'createdAt', '2026-12-14', 'must be a time such as "2026-12-14T09:00:00Z", got "2026-12-14"'],
    [
      PAIN,
      'createdAt',
      '2026-02-30T09:00:00Z',
      'must be a time such as "2026-12-14T09:00:00Z", got "2026-02-30T09:00:00Z"',
    ],
    [PAIN, 'executionDate', '2026-02-30', 'must be a date of the calendar: 2026-02 has 28 days, got "2026-02-30"'],
    [PAIN, 'debtor.bic', '', 'must be a BIC, or left out, got ""'],
    [PAIN, 'debtor.iban', ' ', 'must be an IBAN, got ""'],
    ['nacha', 'effectiveDate', '12/15/2026', `${DATE}, got "12/15/2026"`],
    ['nacha', 'createdAt', '2026-12-14T09:00Z', 'must be a time such as "2026-12-14T09:00", got "2026-12-14T09:00Z"'],
    ['nacha', 'company.name', '', 'must be the name of the company, got ""'],
    ['nacha', 'origin.id', '12-3456789', 'must be one to ten digits or capital letters, got "12-3456789"'],
    ['nacha', 'fileIdModifier', 'AB', 'must be A to Z or 0 to 9, got "AB"'],
    ['zengin', 'valueDate', '20261225', `${DATE}, got "20261225"`],
    ['zengin', 'payer.clientCode', '12345678901', 'must be one to ten digits, got "12345678901"'],
    ['zengin', 'payer.account.bankCode', '１２３４', 'must be four digits, got "１２３４"'],
    ['zengin', 'payer.account.branchCode', '1', 'must be three digits, got "1"'],
    ['zengin', 'payer.account.number', '12-3456', 'must be one to seven digits, got "12-3456"'],
  ])('%s: %s of %j', async (format, field, value, reason) => {
    const order = JSON.stringify(withAt(exampleOf(format), field, value));
    expect(await told(format, order)).toEqual({ code: 1, reasons: [`${field}: ${reason}`] });
  });

  it.each<[string, string, unknown, string]>([
    [PAIN, 'amount', '-1.00', 'reject: amount: more than nothing, got -1.00'],
    [PAIN, 'endToEndId', 'P'.repeat(36), `reject: endToEndId: 1 to 35 letters, "${'P'.repeat(36)}" has 36`],
    ['nacha', 'amount', '100000000', 'reject: amount: from 0.01 to 99999999.99, got 100000000.00'],
    ['nacha', 'name', 'ブンパイ', 'reject: name: "ブ" (U+30D6) has no spelling in ASCII'],
    ['nacha', 'name', 'A\nB', 'reject: name: U+000A has no spelling in ASCII'],
    ['nacha', 'routing', '000000000', 'reject: routing: zeros are no bank'],
    ['zengin', 'amount', '0', 'reject: amount: from 1 to 9999999999 yen, got 0'],
    ['zengin', 'name', 'ガ'.repeat(16), 'reject: name: at most 30 bytes, got 32 with marks apart'],
    [
      'zengin',
      'ediInformation',
      '請求',
      'reject: ediInformation: "請" (U+8ACB) is kanji: a reading is never guessed, write it in kana',
    ],
  ])('%s: %s of %j, by the transfer', async (format, field, value, reason) => {
    const { transfers, ...order } = exampleOf(format);
    const transfer = { ...(transfers as readonly object[])[0], creditor: undefined, ...(format === PAIN && SEPA) };
    const second = { ...transfer, [field]: value };
    const content = JSON.stringify({ ...order, transfers: [{ ...transfer, id: undefined }, second] });
    const { code, reasons } = await told(format, content);
    expect(code).toBe(1);
    expect(reasons.filter((line) => line.includes('reject'))).toEqual([`transfers[1] (transfer 2): ${reason}`]);
  });
});

const SEPA = { creditor: { name: 'Marie Dupont', iban: 'FR1420041010050500013M02606' } };

describe('a doubt about a transfer of an order', () => {
  it.each([
    ['nacha', 'the same account, amount, id and name as transfer 1: paid twice?'],
    ['zengin', 'the same account, name and amount as transfer 1: paid twice?'],
    [PAIN, 'endToEndId: "P-1" is also that of transfer 1; is it paid twice?'],
  ])('%s: names the transfers of the order, not records of the file', async (format, reason) => {
    const { transfers, ...order } = exampleOf(format);
    const [transfer] = transfers as readonly object[];
    const { code, reasons } = await told(format, JSON.stringify({ ...order, transfers: [transfer, transfer] }));
    expect(code).toBe(0);
    expect(reasons).toContain(`transfers[1] (transfer 2): warn: ${reason}`);
  });

  it('is in the words of the order, not of the file', async () => {
    const order = withAt(exampleOf('zengin'), 'payer.account.number', '0');
    expect(await told('zengin', JSON.stringify(order))).toEqual({
      code: 0,
      reasons: ['order: warn: payer.account.number: an account number of zeros'],
    });
  });

  it('is of the first transfer that a debtor of its own pays', async () => {
    const order = exampleOf(PAIN);
    const [transfer] = order['transfers'] as readonly object[];
    const other = { ...transfer, ...SEPA, endToEndId: 'P-2', debtor: { name: 'Bunpai SARL', iban: 'FR15' } };
    const { reasons } = await told(PAIN, JSON.stringify({ ...order, transfers: [transfer, other] }));
    expect(reasons).toContainEqual(
      expect.stringMatching(/^transfers\[1\] \(transfer 2\): reject: debtor\.iban: IBAN: .* got "FR15"$/),
    );
  });

  it.each([
    [PAIN, 'executionDate', 'executionDate: 2020-01-02 is past on 2026-12-14'],
    ['nacha', 'effectiveDate', 'effectiveDate: 2020-01-02 is past'],
  ])('%s: is raised by a payment before the order was made', async (format, field, reason) => {
    const { code, reasons } = await told(format, JSON.stringify(withAt(exampleOf(format), field, '2020-01-02')));
    expect(code).toBe(0);
    expect(reasons).toContain(`order: warn: ${reason}`);
  });
});

describe('the file of an order', () => {
  it('may begin with the mark that editors of Windows write', async () => {
    expect(await told('zengin', `\ufeff${JSON.stringify(exampleOf('zengin'))}`)).toMatchObject({ code: 0 });
  });

  it.each([
    ['UTF-16', Buffer.from(JSON.stringify({}), 'utf16le'), /^no JSON: /],
    ['Shift_JIS', Uint8Array.from([0x7b, 0x22, 0x83, 0x84, 0x22, 0x7d]), /^file: must be UTF-8 text$/],
  ])('is refused in %s', async (_what, bytes, reason) => {
    expect(await told('zengin', bytes)).toEqual({ code: 1, reasons: [expect.stringMatching(reason)] });
  });
});

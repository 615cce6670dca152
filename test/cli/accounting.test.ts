import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseCanonical } from '../../domain/integrity/canonical.ts';
import type { AccountingNames } from '../../domain/ledger/accounting-names.ts';
import { accountingNameOf, DEFAULT_NAMES } from '../../domain/ledger/accounting-names.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { balancesOf } from '../support/balances.ts';
import { bunpai } from './bunpai.ts';
import { temporaryFolder } from './tiny-folder.ts';

const GOLDEN = new URL('../golden/accounting/', import.meta.url).pathname;
const ENTRIES = join(GOLDEN, 'entries.jsonl');
const SETTINGS = join(GOLDEN, 'settings.json');
/** Where the debit account, the debit amount, the credit account and the credit amount stand. */
const PLACES = { freee: [3, 7, 9, 13], moneyforward: [2, 8, 10, 16], yayoi: [4, 8, 10, 14] } as const;
const NAMES: AccountingNames = { ...DEFAULT_NAMES, 'partner/in-payout': { account: '未払金（支払中）', sub: '' } };

async function exported(format: string, ...options: readonly string[]) {
  const out = join(await temporaryFolder(), 'journal.csv');
  const { code, stderr } = await bunpai('journal', ENTRIES, '--format', format, '--out', out, ...options);
  return { code, stderr, bytes: code === 0 ? readFileSync(out) : Buffer.alloc(0) };
}

const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));

describe.each(['freee', 'moneyforward', 'yayoi'] as const)('the journal for %s', (format) => {
  it('is the file that is on record, byte for byte', async () => {
    const { code, stderr, bytes } = await exported(format, '--settings', SETTINGS);
    expect([code, stderr]).toEqual([0, '2 postings are not in yen and were left out\n']);
    expect(bytes).toEqual(readFileSync(join(GOLDEN, `${format}.csv`)));
  });

  it('has in each account what the ledger has, in positive whole yen, debit equal to credit', async () => {
    const { bytes } = await exported(format, '--settings', SETTINGS);
    const text = format === 'yayoi' ? iconv.decode(bytes, 'cp932') : bytes.toString('utf8');
    const rows = rowsOf(text).filter((row) => row.some((cell) => /^20\d\d\//.test(cell)));
    const sums = new Map<string, bigint>();
    const add = (account: string, minor: bigint) => sums.set(account, (sums.get(account) ?? 0n) + minor);
    const [debit, paid, credit, owed] = PLACES[format];
    for (const row of rows) {
      expect(row[paid]).toMatch(/^[1-9]\d*$/);
      expect(row[owed]).toBe(row[paid]);
      add(row[debit] ?? '', -BigInt(row[paid] ?? ''));
      add(row[credit] ?? '', BigInt(row[owed] ?? ''));
    }
    const entries = readFileSync(ENTRIES, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => parseCanonical<Entry>(line));
    const expected = new Map<string, bigint>();
    for (const [account, minor] of balancesOf(entries, { bookedOn: null, effectiveAt: null }).get('JPY') ?? []) {
      const name = accountingNameOf(account, NAMES).account;
      expected.set(name, (expected.get(name) ?? 0n) + minor);
    }
    expect([...sums].sort()).toEqual([...expected].sort());
  });

  it('names no kind of tax for partners of whom nothing is said', async () => {
    const { bytes } = await exported(format, '--encoding', 'utf-8');
    expect(bytes.toString('utf8')).not.toMatch(/課/);
  });
});

describe('the journal for an accounting program', () => {
  it('marks what a spreadsheet would run as text, and leaves numbers alone', async () => {
    const { bytes } = await exported('freee');
    expect(bytes.toString('utf8')).toContain(",'@ptn_2,");
    expect(bytes.toString('utf8')).not.toMatch(/,[=+@-]/);
  });

  it('credits the share of the day of the supply: 80 % to September 2026, 70 % from October', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'entries.jsonl');
    const [tax] = readFileSync(ENTRIES, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"ent_7"'));
    await writeFile(path, `${tax?.replaceAll('2026-10', '2026-09')}\n${tax}\n`);
    const out = join(folder, 'out.csv');
    await bunpai('journal', path, '--format', 'freee', '--settings', SETTINGS, '--out', out);
    expect(readFileSync(out, 'utf8').match(/控\d+/g)).toEqual(['控80', '控70']);
  });

  it.each([
    [
      'a letter that Shift_JIS lacks',
      'yayoi',
      { partnerId: 'ptn_𩸽' },
      /entries.jsonl:1: Shift_JIS has no letter for 𩸽/,
    ],
    [
      'another currency than yen',
      'freee',
      { currency: 'USD' },
      /entries.jsonl:1: currency: must be JPY for freee, got USD/,
    ],
  ])('refuses %s and writes nothing', async (_, format, changes, reason) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'entries.jsonl');
    const [first = ''] = readFileSync(ENTRIES, 'utf8').split('\n');
    await writeFile(path, JSON.stringify({ ...(JSON.parse(first) as object), ...changes }));
    const out = join(folder, 'out.csv');
    const { code, stderr } = await bunpai('journal', path, '--format', format, '--out', out);
    expect([code, stderr]).toEqual([1, expect.stringMatching(reason)]);
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });

  it('marks what partners abroad are paid where the settings say that the payer accounts for its tax', async () => {
    const path = join(await temporaryFolder(), 'settings.json');
    await writeFile(path, '{"partners":{"ptn_1":"reverse-charge"}}');
    const { bytes } = await exported('freee', '--settings', path);
    const rows = bytes.toString('utf8').split('\r\n');
    const spent = rows.filter((row) => row.includes('支払手数料') && row.includes(' ptn_1 '));
    expect(spent.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.includes('リバースチャージ対象'))).toEqual(spent);
  });

  it('refuses settings with their fields', async () => {
    const path = join(await temporaryFolder(), 'settings.json');
    await writeFile(path, '{"accounts":{"cash":""},"partners":{"ptn_1":"maybe"}}');
    const { code, stderr } = await exported('freee', '--settings', path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/settings.json: accounts.cash: /);
    expect(stderr).toMatch(/settings.json: partners.ptn_1: /);
  });

  it.each([
    [['--format', 'excel'], /--format must be one of ledger, hledger, freee, moneyforward, yayoi, got "excel"/],
    [['--format', 'ledger', '--encoding', 'shift_jis'], /--encoding is for freee, moneyforward, yayoi/],
    [['--format', 'freee', '--encoding', 'ebcdic'], /--encoding must be one of utf-8, shift_jis, got "ebcdic"/],
  ])('refuses %j', async (options, reason) => {
    const { code, stderr } = await bunpai('journal', ENTRIES, ...options);
    expect([code, stderr]).toEqual([2, expect.stringMatching(reason)]);
  });
});

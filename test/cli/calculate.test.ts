import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finished } from './bunpai.ts';
import { bunpai } from './bunpai.ts';
import { changed, TINY, table, temporaryFolder, tinyFolder } from './tiny-folder.ts';

/** As a person runs it: a process of its own. */
function bunpaiProcess(...args: readonly string[]): Promise<Finished> {
  return new Promise((done) => {
    execFile(process.execPath, ['cli/bin/bunpai.mjs', ...args], (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** As `bunpai … | head -c 0` runs it: nobody reads what it prints. */
function bunpaiUnread(...args: readonly string[]): Promise<Finished> {
  return new Promise((done) => {
    const command = [process.execPath, 'cli/bin/bunpai.mjs', ...args].map((word) => `'${word}'`).join(' ');
    execFile('bash', ['-c', `set -o pipefail; ${command} | true`], (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const EXPECTED = new URL('../../../shared/data/retail-2010-12', import.meta.url).pathname;

/*
 * The tiny folder in October, by hand. Order ord_1 of 3 October; plan: 5 % of the base, half-even, 14 days of hold.
 *   line 1: 2,160 − tax 160 = base 2,000; nothing came back
 *   line 2: 1,000 − shipping 500 = base 500; 250 of 1,000 came back, so 250 × 500 ÷ 1,000 = 125: net base 375
 * Linear over two clicks: half each. Left-over yen go to the largest remainder, ties to the earlier touch, which is ptn_1.
 *   line 1: 1,000 and 1,000        → 5 % = 50 and 50
 *   line 2: 187.5 each: 188 and 187 → 5 % = 9.40 and 9.35: 9 and 9
 * Held until 17 October, so all is released at the end of October: 59 each. The threshold is 100: no payout, carried forward.
 */
const OCTOBER = {
  program: 'prg_tea',
  period: '2026-10',
  currency: 'JPY',
  conversions: { recorded: 1, attributed: 1 },
  unmatchedReversals: 0,
  totals: {
    base: '2375',
    commission: '118',
    bonus: '0',
    override: '0',
    held: '0',
    released: '118',
    payable: '118',
    payout: '0',
  },
  partners: [
    {
      partnerId: 'ptn_1',
      base: '1188',
      commission: '59',
      bonus: '0',
      override: '0',
      held: '0',
      released: '59',
      payable: '59',
      payout: '0',
    },
    {
      partnerId: 'ptn_2',
      base: '1187',
      commission: '59',
      bonus: '0',
      override: '0',
      held: '0',
      released: '59',
      payable: '59',
      payout: '0',
    },
  ],
};

describe('bunpai calculate', () => {
  it('closes a month and writes what it came to', async () => {
    const out = join(await temporaryFolder(), 'new', 'out');
    const { code, stdout, stderr } = await bunpai(
      'calculate',
      await tinyFolder(),
      '--period',
      '2026-10',
      '--out',
      out,
      '--json',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(OCTOBER);
    expect((await readdir(out)).sort()).toEqual(['commissions.csv', 'entries.jsonl', 'statements', 'summary.json']);
    expect((await readdir(join(out, 'statements'))).sort()).toEqual([
      'ptn_1.csv',
      'ptn_1.json',
      'ptn_2.csv',
      'ptn_2.json',
    ]);
    expect(await readFile(join(out, 'summary.json'), 'utf8')).toBe(stdout);
    expect(await readFile(join(out, 'commissions.csv'), 'utf8')).toBe(
      table(
        'conversion_id,line_id,partner_id,rule_id,occurred_at,product_id,base,credit,net_base,commission,posted,released,held_until,state,reason',
        'ord_1,1,ptn_1,base,2026-10-03T00:00:00Z,sencha,2000,1/2,1000,50,50,50,2026-10-17T00:00:00Z,released,',
        'ord_1,2,ptn_1,base,2026-10-03T00:00:00Z,cup,500,1/2,188,9,9,9,2026-10-17T00:00:00Z,released,',
        'ord_1,1,ptn_2,base,2026-10-03T00:00:00Z,sencha,2000,1/2,1000,50,50,50,2026-10-17T00:00:00Z,released,',
        'ord_1,2,ptn_2,base,2026-10-03T00:00:00Z,cup,500,1/2,187,9,9,9,2026-10-17T00:00:00Z,released,',
      ),
    );
    const entries = (await readFile(join(out, 'entries.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.map(({ entryId, postings }) => [entryId, ...postings])).toEqual([
      ['2026-10/accrual/ord_1/ptn_1', { from: 'expense/commission', to: 'partner/ptn_1/held', amountMinor: '59' }],
      ['2026-10/release/ord_1/ptn_1', { from: 'partner/ptn_1/held', to: 'partner/ptn_1/payable', amountMinor: '59' }],
      ['2026-10/accrual/ord_1/ptn_2', { from: 'expense/commission', to: 'partner/ptn_2/held', amountMinor: '59' }],
      ['2026-10/release/ord_1/ptn_2', { from: 'partner/ptn_2/held', to: 'partner/ptn_2/payable', amountMinor: '59' }],
    ]);
    const statement = JSON.parse(await readFile(join(out, 'statements', 'ptn_1.json'), 'utf8'));
    expect(statement).toMatchObject({ commission: '59', payable: '59', payout: '0', outcome: 'below-threshold' });
    expect(statement.lines).toHaveLength(2);
  });

  it('closes the months before the one asked for, those without facts too', async () => {
    // What October left is carried through November, which has no facts, into December.
    const out = join(await temporaryFolder(), 'out');
    const december = changed('conversions.csv', (text) =>
      table(text.trimEnd(), 'ord_2,1,2026-12-01T00:00:00+09:00,sale,vis_2,,MATCHA10,,,,1,JPY,1000,,'),
    );
    const args = ['--period', '2026-12', '--out', out, '--json'];
    const { stdout, stderr } = await bunpai('calculate', await tinyFolder(december), ...args);
    expect(stderr).toBe('');
    // 59 carried forward and 50 of the coupon's order, released: 109, which is over the threshold of 100.
    expect(JSON.parse(stdout).partners).toMatchObject([
      { partnerId: 'ptn_1', base: '1000', commission: '50', released: '50', payable: '109', payout: '109' },
      { partnerId: 'ptn_2', base: '0', commission: '0', released: '0', payable: '59', payout: '0' },
    ]);
  });

  it('tells of reversals that ask for more than is left, which does not count', async () => {
    const out = join(await temporaryFolder(), 'out');
    const more = changed('reversals.csv', (text) =>
      table(text.trimEnd(), 'ref_2,ord_1,2,2026-10-06T09:00:00+09:00,chargeback,1000'),
    );
    const { code, stderr } = await bunpai('calculate', await tinyFolder(more), '--period', '2026-10', '--out', out);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'bunpai: reversal ref_2 asks for 250 JPY more than is left of ord_1; that does not count\n',
    });
  });

  it('prints a table for people', async () => {
    const out = join(await temporaryFolder(), 'out');
    const { stdout } = await bunpai('calculate', await tinyFolder(), '--period', '2026-10', '--out', out);
    expect(stdout).toContain('prg_tea 茶の友プログラム · 2026-10 · JPY');
    expect(stdout).toMatch(/ptn_1 +山田 太郎 +59 +0 +59 +0/);
  });

  it('lists bad rows, writes nothing and ends with 1', async () => {
    const out = join(await temporaryFolder(), 'out');
    const bad = changed('conversions.csv', (text) => text.replace('JPY,2160', 'JPY,-2160').replace('lnk_1', ''));
    const { code, stdout, stderr } = await bunpai(
      'calculate',
      await tinyFolder(bad),
      '--period',
      '2026-10',
      '--out',
      out,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('conversions.csv:2: amount: must not be negative, got "-2160"\n');
    expect(existsSync(out)).toBe(false);
  });

  it('refuses facts of the far future, but not those of the month asked for and of the months after it', async () => {
    const later = changed('reversals.csv', (text) => text.replace('2026-10-05', '2126-10-05'));
    const out = join(await temporaryFolder(), 'out');
    const { code, stderr } = await bunpai('calculate', await tinyFolder(later), '--period', '2026-10', '--out', out);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'reversals.csv:2: occurred_at: must not be in the far future, got "2126-10-05T09:00:00+09:00"\n',
    );
    const rehearsal = Object.assign(
      {},
      ...['clicks.csv', 'conversions.csv'].map((name) =>
        changed(name, (text) => text.replaceAll('2026-10-', '2126-10-')),
      ),
      changed('reversals.csv', (text) => text.replaceAll('2026-10-', '2127-09-')),
    );
    const rehearsed = await bunpai('calculate', await tinyFolder(rehearsal), '--period', '2126-10', '--out', out);
    expect(rehearsed).toMatchObject({ code: 0, stderr: '' });
  });

  it('replaces an earlier result and leaves other files alone', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    const folder = await tinyFolder();
    await bunpai('calculate', folder, '--period', '2026-10', '--out', out);
    const before = await readFile(join(out, 'commissions.csv'), 'utf8');
    expect(await bunpai('calculate', folder, '--period', '2026-10', '--out', out)).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await readFile(join(out, 'commissions.csv'), 'utf8')).toBe(before);
    expect(await readdir(parent)).toEqual(['out']);

    await writeFile(join(out, 'notes.txt'), 'mine');
    const refused = await bunpai('calculate', folder, '--period', '2026-10', '--out', out);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      'bunpai: out holds files that are not an earlier result (notes.txt); name an empty or new folder\n',
    );
    expect(await readFile(join(out, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('does not write over its own input, nor over a file', async () => {
    const folder = await tinyFolder();
    const refused = await bunpai('calculate', folder, '--period', '2026-10', '--out', folder);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('holds files that are not an earlier result');
    expect(await readFile(join(folder, 'program.json'), 'utf8')).toBe(TINY['program.json']);
    const onFile = await bunpai('calculate', folder, '--period', '2026-10', '--out', join(folder, 'program.json'));
    expect(onFile.code).toBe(1);
    expect(onFile.stderr).toContain('is a file; name a folder to write to');
  });

  it('takes an empty folder to write to', async () => {
    const out = join(await temporaryFolder(), 'out');
    await mkdir(out);
    expect(await bunpai('calculate', await tinyFolder(), '--period', '2026-10', '--out', out)).toMatchObject({
      code: 0,
    });
  });

  it('gives the real December to the penny', async ({ skip }) => {
    if (!existsSync(EXPECTED)) skip('December not compared');
    const out = join(await temporaryFolder(), 'out');
    const { code, stdout } = await bunpai('calculate', EXPECTED, '--period', '2010-12', '--out', out, '--json');
    expect(code).toBe(0);
    const expected = JSON.parse(await readFile(join(EXPECTED, 'expected.json'), 'utf8'));
    expect(JSON.parse(stdout)).toEqual(expected);
    expect(JSON.parse(await readFile(join(out, 'summary.json'), 'utf8'))).toEqual(expected);
    // Σ of the rows is what the summary says.
    const rows = (await readFile(join(out, 'commissions.csv'), 'utf8')).trimEnd().split('\n').slice(1);
    let pence = 0;
    for (const row of rows) pence += Math.round(Number(row.split(',')[10]) * 100);
    expect((pence / 100).toFixed(2)).toBe(expected.totals.commission);
  });
});

const COMMANDS =
  'attribute, audit, calculate, compare-models, deals, explain, fit, journal, remittance, replay, review, sample, simulate, statement, token, verify';

describe('the command line', () => {
  it.each([
    [['calculate', 'DIR', '--preiod', '2026-10'], 'unknown option --preiod; did you mean --period?'],
    [
      ['calculate', 'DIR', '--zone', 'x'],
      'unknown option --zone; known are --period, --out, --sign, --after, --json, --help',
    ],
    [['calculate', 'DIR', '--period', '2026-10'], '--out OUT is missing'],
    [['calculate', 'DIR', '--period', '--out', 'x'], '--period needs a value: --period YYYY-MM'],
    [
      ['calculate', 'DIR', '--period', '2026-13', '--out', 'x'],
      '--period must be a month such as 2026-10, got "2026-13"',
    ],
    [['calculate', 'DIR', '--json=yes', '--period', '2026-10', '--out', 'x'], '--json takes no value, got "yes"'],
    [['calculate', 'DIR', '--period', '2026-10', '--period', '2026-11', '--out', 'x'], '--period is given twice'],
    [
      ['calculate', '--period', '2026-10', '--out', 'x'],
      'something is missing; expected DIR --period YYYY-MM --out OUT [--sign KEY.pem [--after OUT]] [--json]',
    ],
    [
      ['calculate', 'DIR', 'MORE', '--period', '2026-10', '--out', 'x'],
      '"MORE" is too much; expected DIR --period YYYY-MM --out OUT [--sign KEY.pem [--after OUT]] [--json]',
    ],
    [['calculat'], 'unknown command "calculat"; did you mean calculate?'],
    [['frobnicate'], `unknown command "frobnicate"; known are ${COMMANDS}`],
  ])('%j is not understood', async (args, message) => {
    const { code, stdout, stderr } = await bunpai(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(`bunpai: ${message}`);
  });

  it('helps', async () => {
    expect(await bunpai('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('calculate'), stderr: '' });
    expect(await bunpai()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('calculate') });
    expect(await bunpai('calculate', '--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--period YYYY-MM'),
    });
    expect(await bunpai('sample', '-h')).toMatchObject({ code: 0, stdout: expect.stringContaining('bunpai sample') });
    expect((await bunpai('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('ends its process with the code, and keeps figures and reasons apart', async () => {
    const folder = await tinyFolder();
    const args = ['--period', '2026-10', '--out', join(await temporaryFolder(), 'out'), '--json'];
    const good = await bunpaiProcess('calculate', folder, ...args);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.stdout)).toEqual(OCTOBER);
    await writeFile(join(folder, 'clicks.csv'), 'click_id\n');
    const bad = await bunpaiProcess('calculate', folder, ...args);
    expect({ code: bad.code, stdout: bad.stdout }).toEqual({ code: 1, stdout: '' });
    expect(bad.stderr).toMatch(/^clicks\.csv:1: occurred_at: column is missing/m);
    expect(await bunpaiProcess('calculate', folder, '--frob')).toMatchObject({ code: 2, stdout: '' });
  });

  it('closes the month though whoever reads what it prints is gone', async () => {
    const folder = await tinyFolder();
    const out = join(await temporaryFolder(), 'out');
    const { code, stderr } = await bunpaiUnread('calculate', folder, '--period', '2026-10', '--out', out, '--json');
    expect({ code, problems: stderr.split('\n').filter((line) => line.includes('Error')) }).toEqual({
      code: 0,
      problems: [],
    });
    expect(JSON.parse(await readFile(join(out, 'summary.json'), 'utf8'))).toEqual(OCTOBER);
  });

  it('writes the sample, which calculate reads', async () => {
    const folder = join(await temporaryFolder(), 'sample');
    const out = join(await temporaryFolder(), 'out');
    expect(await bunpai('sample', '--out', folder)).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await bunpai('calculate', folder, '--period', '2026-10', '--out', out, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).totals.payout).toBe('169360');
  });
});

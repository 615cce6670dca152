import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bunpai } from './bunpai.ts';
import { temporaryFolder, tinyFolder } from './tiny-folder.ts';

/** The tiny month and its result. */
async function calculated(): Promise<{ folder: string; out: string }> {
  const folder = await tinyFolder();
  const out = join(await temporaryFolder(), 'out');
  const { code } = await bunpai('calculate', folder, '--period', '2026-10', '--out', out);
  expect(code).toBe(0);
  return { folder, out };
}

const replay = (folder: string, out: string) => bunpai('replay', folder, '--period', '2026-10', '--out', out);

async function change(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

describe('bunpai replay', () => {
  it('of a result as it was calculated finds no difference', async () => {
    const { folder, out } = await calculated();
    expect(await replay(folder, out)).toEqual({ code: 0, stdout: 'no difference in 7 files\n', stderr: '' });
  });

  it('names the figure, line, entry and row that were changed', async () => {
    const { folder, out } = await calculated();
    await change(join(out, 'summary.json'), '"commission": "118"', '"commission": "119"');
    await change(join(out, 'commissions.csv'), ',50,', ',51,');
    await change(join(out, 'entries.jsonl'), '"amountMinor":"50"', '"amountMinor":"52"');
    await change(join(out, 'statements', 'ptn_1.json'), '"commission":"50"', '"commission":"53"');
    await rm(join(out, 'statements', 'ptn_2.csv'));
    const { code, stdout } = await replay(folder, out);
    expect([code, stdout.trimEnd().split('\n').sort()]).toEqual([
      1,
      [
        '5 differences in 7 files',
        'commissions.csv: line 2 (ord_1 1 ptn_1): commission: stored 51, computed 50',
        'entries.jsonl: 2026-10/accrual/ord_1/ptn_1: cause.lines[1/base].amountMinor: stored 52, computed 50',
        'statements/ptn_1.json: lines[ord_1/1/base].commission: stored 53, computed 50',
        'statements/ptn_2.csv: is missing',
        'summary.json: totals.commission: stored 119, computed 118',
      ],
    ]);
  });

  it('tells a row that was taken out, or put in, as one row, whatever stands below it', async () => {
    const { folder, out } = await calculated();
    const table = join(out, 'commissions.csv');
    const [header, first = '', ...rest] = (await readFile(table, 'utf8')).split('\n');
    const invented = first.replace('ord_1', 'ord_0');
    await writeFile(table, [header, ...rest].join('\n'));
    expect(await replay(folder, out)).toMatchObject({
      code: 1,
      stdout: `commissions.csv: line 2 (ord_1 1 ptn_1): the row is missing: ${first}\n1 difference in 7 files\n`,
    });
    await writeFile(table, [header, first, invented, ...rest].join('\n'));
    expect(await replay(folder, out)).toMatchObject({
      code: 1,
      stdout: `commissions.csv: line 3 (ord_0 1 ptn_1): the row should not be there: ${invented}\n1 difference in 7 files\n`,
    });
    // One taken out and another changed, further down, are told apart.
    await writeFile(table, [header, ...rest].join('\n').replace(/,released,$/m, ',held,'));
    const both = await replay(folder, out);
    expect(both.stdout).toMatch(/^commissions.csv: line 2 \(ord_1 1 ptn_1\): the row is missing: .*$/m);
    expect(both.stdout).toMatch(/^commissions.csv: line \d \(ord_1 . ptn_.\): state: stored held, computed released$/m);
    expect(both.stdout).toContain('2 differences in 7 files');
  });

  it('tells rows of a statement that are about no sale by what they are', async () => {
    const { folder, out } = await calculated();
    const table = join(out, 'statements', 'ptn_1.csv');
    const rows = (await readFile(table, 'utf8')).split('\r\n');
    await writeFile(table, rows.filter((row) => !row.includes(',payable,')).join('\r\n'));
    expect((await replay(folder, out)).stdout).toMatch(
      /^statements\/ptn_1.csv: line \d \(ptn_1 payable\): the row is missing: .*\n1 difference in 7 files\n$/,
    );
  });

  it('tells a line that another rule pays now in its cells', async () => {
    const { folder, out } = await calculated();
    await change(join(out, 'commissions.csv'), 'ptn_1,base,', 'ptn_1,gold,');
    expect((await replay(folder, out)).stdout).toBe(
      'commissions.csv: line 2 (ord_1 1 ptn_1): rule_id: stored gold, computed base\n1 difference in 7 files\n',
    );
  });

  it('finds what a fact of the folder that was changed since makes different', async () => {
    const { folder, out } = await calculated();
    await change(join(folder, 'conversions.csv'), ',2160,160,', ',4160,160,');
    const { code, stdout } = await replay(folder, out);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'statements/ptn_1.json: lines[ord_1/1/base].explanation.base.amount: stored 2160, computed 4160\n',
    );
  });

  it('needs a result to compare with, and a folder that is right', async () => {
    const { folder, out } = await calculated();
    const none = await replay(folder, join(out, 'statements'));
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toContain('holds no result of calculate');
    await rm(join(folder, 'partners.csv'));
    const broken = await replay(folder, out);
    expect([broken.code, broken.stdout]).toEqual([1, '']);
    expect(broken.stderr).toContain('partners.csv:1: file: ');
  });
});

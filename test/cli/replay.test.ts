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

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../cli/explain/explain.ts';
import { bunpai } from './bunpai.ts';
import { temporaryFolder, tinyFolder } from './tiny-folder.ts';

/** The statement of ptn_1 of the tiny month, as calculate wrote it. */
async function statement(): Promise<string> {
  const out = join(await temporaryFolder(), 'out');
  const { code, stderr } = await bunpai('calculate', await tinyFolder(), '--period', '2026-10', '--out', out);
  expect([code, stderr]).toEqual([0, '']);
  return join(out, 'statements', 'ptn_1.json');
}

describe('bunpai explain', () => {
  it('tells how the lines of a conversion came about, in either language', async () => {
    const path = await statement();
    const english = await bunpai('explain', path, '--conversion', 'ord_1', '--lang', 'en');
    expect(english).toMatchObject({ code: 0, stderr: '' });
    expect(english.stdout).toContain('  taken back for reversals of 250: 250 × 500 ÷ 1,000 = 125, rounded\n');
    expect(english.stdout).toContain('  your part of the net base: 375 × 1/2 = 188\n');
    expect(english.stdout).toContain('  before rounding: 9.4\n  rounded: 9\n');
    const japanese = await bunpai('explain', path, '--conversion', 'ord_1', '--lang', 'ja');
    expect(japanese.stdout).toContain('  端数処理前：9.4\n  端数処理後：9\n');
  });

  it('of one line tells that one', async () => {
    const path = await statement();
    const { stdout } = await bunpai('explain', path, '--conversion', 'ord_1', '--line', '2', '--lang', 'en');
    expect(stdout).toContain('Line 2 (cup) · base');
    expect(stdout).not.toContain('sencha');
  });

  it('without a conversion tells how the payout came about', async () => {
    const { stdout } = await bunpai('explain', await statement(), '--lang', 'en');
    expect(stdout).toContain('payable: opening 0 + released 59 + bonuses 0 + overrides 0 = 59\n');
    expect(stdout).toContain(
      'closing: payable 59 − payout 0 = 59 (below the threshold, carried forward; threshold 100)',
    );
  });

  it('says what is wrong with what it was given', async () => {
    const path = await statement();
    const other = join(await temporaryFolder(), 'other.json');
    await writeFile(other, '{"schema":"else"}');
    const broken = join(await temporaryFolder(), 'broken.json');
    await writeFile(broken, '{');
    const cases: readonly (readonly [args: readonly string[], code: number, said: string])[] = [
      [[path, '--conversion', 'ord_9'], 1, 'conversion: the statement of ptn_1 has no "ord_9"; it has 1'],
      [[path, '--conversion', 'ord_1', '--line', '9'], 1, 'line: "ord_1" has no line "9"; it has 1, 2'],
      [[other], 1, 'schema: must be "bunpai/statement/1", got "else"'],
      [[broken], 1, 'is not JSON'],
      [[`${path}.gone`], 1, 'there is no such file'],
      [[path, '--lang', 'fr'], 2, '--lang must be ja or en, got "fr"'],
      [[path, '--line', '1'], 2, 'add --conversion ID'],
    ];
    for (const [args, code, said] of cases) {
      const finished = await bunpai('explain', ...args);
      expect([finished.code, finished.stdout]).toEqual([code, '']);
      expect(finished.stderr).toContain(said);
    }
  });

  it('speaks the language of the terminal unless told', () => {
    const cases = [
      ['ja', {}, 'ja'],
      ['', { LANG: 'ja_JP.UTF-8' }, 'ja'],
      ['', { LC_ALL: 'C', LANG: 'ja_JP.UTF-8' }, 'en'],
      ['en', { LANG: 'ja_JP.UTF-8' }, 'en'],
      ['', { LANG: 'jam_JM' }, 'en'],
      ['', {}, 'en'],
    ] as const;
    for (const [asked, environment, language] of cases) expect(languageOf(asked, environment)).toBe(language);
  });
});

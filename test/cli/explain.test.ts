import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../cli/explain/explain.ts';
import { bunpai } from './bunpai.ts';
import { changed, temporaryFolder, tinyFolder } from './tiny-folder.ts';

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

  it('of a folder tells why nobody earns by a conversion, or how each partner does', async () => {
    const folder = await tinyFolder(
      changed(
        'conversions.csv',
        (rows) =>
          `${rows}ord_2,1,2026-10-09T09:00:00+09:00,sale,vis_9,,LEMON,sencha,tea,JP,1,JPY,1000,0,0\n` +
          'ord_3,1,2026-12-09T09:00:00+09:00,sale,vis_1,,,sencha,tea,JP,1,JPY,1000,0,0\n' +
          'ord_4,1,2026-10-09T09:00:00+09:00,sale,vis_1,,,sencha,tea,JP,1,USD,10.00,0,0\n',
      ),
    );
    const told = async (id: string, language: string, ...rest: readonly string[]) => {
      const { code, stdout, stderr } = await bunpai('explain', folder, '--conversion', id, '--lang', language, ...rest);
      expect([code, stderr]).toEqual([0, '']);
      return stdout;
    };
    expect(await told('ord_2', 'en')).toBe(
      'Closed with 2026-10: ord_2 earns nothing.\n' +
        'Why nothing is earned\n' +
        '- no touchpoint of any partner is known before it\n' +
        '- its coupon was nobody’s at that time\n',
    );
    expect(await told('ord_3', 'ja')).toBe(
      '2026-12 の締めで確定：ord_3 の報酬はありません。\n' +
        '報酬がない理由\n' +
        '- これより前の接点は、いずれも対象外です\n' +
        '対象外：ptn_2 のクリック clk_2 2026-10-02 12:00:00：有効期間より前の接点です\n',
    );
    expect(await told('ord_4', 'en', '--period', '2026-11')).toContain('exchange rate from USD to JPY of its date');
    const earned = await told('ord_1', 'en');
    expect(earned).toContain('山田 太郎 (ptn_1)');
    expect(earned).toContain('鈴木商店 (ptn_2)');
    const cases: readonly (readonly [args: readonly string[], code: number, said: string])[] = [
      [['--conversion', 'ord_9'], 1, 'conversion: the folder has no "ord_9"; it has 4'],
      [['--conversion', 'ord_3', '--period', '2026-10'], 1, 'period: "ord_3" is of 2026-12, got 2026-10'],
      [['--conversion', 'ord_1', '--period', '2026-12'], 1, 'period: nothing of "ord_1" changed in 2026-12'],
      [['--conversion', 'ord_1', '--period', '2026-13'], 2, '--period must be a month such as 2026-10'],
      [[], 2, 'add --conversion ID'],
    ];
    for (const [args, code, said] of cases) {
      const finished = await bunpai('explain', folder, ...args);
      expect([finished.code, finished.stdout]).toEqual([code, '']);
      expect(finished.stderr).toContain(said);
    }
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
      [[path, '--period', '2026-10'], 2, '--period is of a folder'],
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

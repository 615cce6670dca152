import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IssuedStatement } from '../../../domain/statement/document.ts';
import { printFont } from '../../../functions/documents/pdf/font.ts';
import { printStatement } from '../../../functions/documents/pdf/print-statement.ts';
import { percentOf } from '../../../functions/documents/pdf/print-sums.ts';
import { temporaryFolder } from '../../cli/tiny-folder.ts';
import { aDocument, anIssuedStatement } from './an-issued-statement.ts';
import { pdfPages } from './pdf-pages.ts';

const japanese = { language: 'ja', address: null } as const;
const english = { language: 'en', address: null } as const;
const print = async (statement: IssuedStatement, language: 'ja' | 'en' = 'ja') =>
  await pdfPages(await printStatement(statement, { language, address: null }));

describe('a printed statement', () => {
  it('says the six items of a 仕入明細書', async () => {
    const [page] = await print(anIssuedStatement(3));
    for (const item of [
      '春日商事株式会社',
      '株式会社髙﨑・𠮷田アフィリエイト',
      'T7123456789012',
      '2026-10-01 – 2026-10-31',
      '広告・紹介役務',
      '10%',
      '100,000',
      '10,000',
      '110,000',
    ]) {
      expect(page?.text.replaceAll('⾼', '高')).toContain(item);
    }
  });

  it('says that silence confirms it, until when, and that it wants no second invoice', async () => {
    const [page] = await print(anIssuedStatement(3));
    expect(page?.text).toContain('送付後一定期間内（2026-11-19より前）に誤りのある旨の連絡がない場合には記載内容の');
    const [inEnglish] = await print(anIssuedStatement(3), 'en');
    expect(inEnglish?.text).toContain('Please issue no invoice of your own');
  });

  it('of a partner without registration says that it is no qualified invoice, and shows the rest of the notes once', async () => {
    const { tax, ...document } = aDocument();
    const notes = [
      { code: 'jp.not-qualified', ja: '適格請求書ではありません', en: 'This is not a qualified invoice' },
      { code: 'jp.qualified', ja: '送付後一定期間内に…', en: 'Unless told …' },
      { code: 'jp.reverse-charge', ja: 'リバースチャージ方式', en: 'reverse charge' },
    ];
    const taxed = tax === null ? null : { ...tax, notes };
    const [page] = await print(anIssuedStatement(1, { document: { ...document, tax: taxed } }));
    expect(page?.text).toContain('適格請求書ではありません。');
    expect(page?.text).toContain('リバースチャージ方式');
    expect(page?.text.match(/送付後一定期間内/g)).toHaveLength(1);
  });

  it('addresses a company with 御中 and a person with 様', async () => {
    const { partner, ...document } = aDocument();
    const [company] = await print(anIssuedStatement(1));
    expect(company?.text).toContain('アフィリエイト 御中');
    const person = { ...partner, name: '佐藤 花子' };
    const [page] = await print(anIssuedStatement(1, { document: { ...document, partner: person } }));
    expect(page?.text).toContain('佐藤 花子 様');
  });

  it('that corrects another names it and why', async () => {
    const correction = { version: 1, reason: '登録番号の誤り', adjustments: ['adj_7'] };
    const [page] = await print(anIssuedStatement(1, { document: aDocument({ version: 2, correction }) }));
    expect(page?.text).toContain('第1版を訂正：登録番号の誤り');
    expect(page?.text).toContain('adj_7');
    expect(page?.text).toContain('prg_1:2026-10:ptn_1/2');
  });

  it('that was not issued says so', async () => {
    const { document: _, ...calculated } = anIssuedStatement(1);
    const [page] = await print(calculated);
    expect(page?.text).toContain('計算結果（未発行）');
    expect(page?.text).not.toContain('送付後');
  });

  it('runs over pages, each with the heading of its table and its number', async () => {
    const pages = await print(anIssuedStatement(200), 'en');
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.slice(0, -1).entries()) {
      expect(page.text).toContain('Conversion · line');
      expect(page.text).toContain(`${index + 1} / ${pages.length}`);
    }
    const text = pages.map((page) => page.text).join('\n');
    for (const { conversionId } of anIssuedStatement(200).lines) expect(text).toContain(conversionId);
  });

  const margin = { left: 0.935, right: 1, top: 0, bottom: 1 };
  const between = { left: 0.475, right: 0.505, top: 0.13, bottom: 0.2 };

  it.each([
    ['letters', 'A'.repeat(200)],
    ['kanji', '龍'.repeat(200)],
  ])('breaks names, addresses and notes of 200 %s without a space, and leaves none out', async (_what, long) => {
    const { partner, payer, ...document } = aDocument();
    const parties = {
      partner: { ...partner, name: long, address: long },
      payer: { ...(payer ?? partner), name: long, address: long },
    };
    const program = { id: 'prg_1', name: long };
    const pages = await print(anIssuedStatement(1, { program, document: { ...document, ...parties } }));
    const text = pages.map((page) => page.text).join('');
    expect(text.split(long.slice(0, 1)).length - 1).toBeGreaterThanOrEqual(5 * 200);
    for (const page of pages) expect(page.isInked(margin)).toBe(false);
    expect(pages[0]?.isInked(between)).toBe(false);
  });

  it('prints every digit of the largest amounts, each in its column', async () => {
    const [amount, negative] = ['123456789012345', '-123456789012345'];
    const statement = anIssuedStatement(2);
    const lines = statement.lines.map((line) => ({
      ...{ ...line, commission: negative, posted: amount, released: negative },
      explanation: { ...line.explanation, netBase: amount },
    }));
    const { tax, ...document } = aDocument();
    const rates = (tax?.rates ?? []).map((rate) => ({ ...rate, net: amount, tax: amount, gross: amount }));
    const taxed = tax === null ? null : { ...tax, rates, withholding: amount };
    const issued = { ...document, tax: taxed, total: amount, transfer: amount };
    const [page] = await print({ ...statement, lines, bonuses: [], overrides: [], document: issued });
    expect(page?.text.match(/(?<!\d,?)123,456,789,012,345(?!,?\d)/g)).toHaveLength(3 + 3 + 1 + 8);
    expect(page?.isInked(margin)).toBe(false);
    // Between what is withheld and what is transferred, and between the figures of a line.
    expect(page?.isInked({ left: 0.594, right: 0.607, top: 0.3, bottom: 0.31 })).toBe(false);
  });

  it('says what is kept back as reserve in all', async () => {
    const [page] = await print(anIssuedStatement(1, { openingReserve: '345', reserve: '12345' }));
    expect(page?.text).toMatch(/期末の留保金残高\s*12,345/);
  });

  it('tells the whole of what an adjustment is for', async () => {
    const text =
      '返品送料の負担分（2026年9月分）について、契約書第12条第3項に基づき調整する。承認者：財務部長 佐藤花子';
    const movements = [{ type: 'adjustment', id: 'adj_1', amount: '-345', text }] as const;
    const [page] = await print(anIssuedStatement(3, { movements }));
    expect(page?.text.replace(/\s/g, '')).toContain(text.replace(/\s/g, ''));
  });

  it('tells the whole of an id of a conversion', async () => {
    const statement = anIssuedStatement(1);
    const conversionId = '0f8fad5b-d9cb-469f-a165-70867728950e-2026-10';
    const lines = statement.lines.map((line) => ({ ...line, conversionId }));
    const [page] = await print({ ...statement, lines });
    expect(page?.text.replace(/\s/g, '')).toContain(conversionId);
  });

  it('sums what is posted and what is due by every row: payable without what was brought forward', async () => {
    const movements = [{ type: 'adjustment', id: 'adj_1', amount: '-345' }] as const;
    const [page] = await print(anIssuedStatement(2, { movements }));
    // Lines posted -120 and 1,037, released 1,000 and 0; a bonus of 5,000 and an override of 300.
    expect(page?.text).toMatch(/合計\s+6,217\s+5,955/);
  });

  it('never has the sum of its rows alone on a page', async () => {
    for (let lines = 15; lines < 25; lines += 1) {
      const pages = await print(anIssuedStatement(lines));
      const summed = pages.find((page) => page.text.includes('合計'));
      expect(summed?.text).toMatch(/紹介報酬[^\n]*ptn_7[\s\S]*合計/);
    }
  });

  it.each(['ja', 'en'] as const)(
    'has letters that can be seen, not only found by a search, in %s',
    async (language) => {
      const [page] = await print(anIssuedStatement(40), language);
      expect(page?.inked()).toBeGreaterThan(0.02);
      expect(page?.inked()).toBeLessThan(0.15);
      // The title, the table, and the foot of the page.
      expect(page?.inked({ from: 0.05, to: 0.1 })).toBeGreaterThan(0.005);
      expect(page?.inked({ from: 0.55, to: 0.9 })).toBeGreaterThan(0.02);
      expect(page?.inked({ from: 0.95, to: 0.97 })).toBeGreaterThan(0);
    },
  );

  it('looks the same to poppler, where it is installed', async ({ skip }) => {
    skip(spawnSync('pdftoppm', ['-v']).error !== undefined, 'poppler-utils is not installed');
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'it.pdf'), await printStatement(anIssuedStatement(40), japanese));
    const { status } = spawnSync('pdftoppm', ['-r', '72', '-gray', '-f', '1', '-l', '1', 'it.pdf', 'it'], {
      cwd: folder,
    });
    expect(status).toBe(0);
    const image = readFileSync(join(folder, 'it-1.pgm'));
    const dark = image.subarray(20).filter((value) => value < 140).length / (image.length - 20);
    const [page] = await print(anIssuedStatement(40));
    expect(dark).toBeGreaterThan(0.02);
    expect(Math.abs(dark - (page?.inked() ?? 0))).toBeLessThan(0.02);
  });

  it('has the same bytes every time, and others in the other language', async () => {
    const first = await printStatement(anIssuedStatement(60), japanese);
    expect(Buffer.compare(first, await printStatement(anIssuedStatement(60), japanese))).toBe(0);
    expect(Buffer.compare(first, await printStatement(anIssuedStatement(60), english))).not.toBe(0);
  });

  it('is refused when the font lacks a letter, naming the letter and where it stands', async () => {
    const partner = { id: 'ptn_1', name: 'Café 서울' };
    const { document: _, ...calculated } = anIssuedStatement(1, { partner });
    await expect(printStatement(calculated, japanese)).rejects.toMatchObject({
      code: 'document.missing-glyph',
      field: 'partner.name',
      message: expect.stringContaining('"서" (U+C11C)'),
    });
  });

  it('knows rare letters of names, separate voicing marks and variants of a letter', () => {
    const { printable } = printFont();
    expect(printable('髙﨑𠮷濵邉辻葛祇①Ⅱ㈱℡ｱﾞ', 'name')).toBe('髙﨑𠮷濵邉辻葛祇①Ⅱ㈱℡ｱﾞ');
    expect(printable('か\u3099', 'name')).toBe('が');
    expect(printable('葛\u{E0100}', 'name')).toBe('葛\u{E0100}');
    expect(() => printable('a\tb', 'name')).toThrow('U+0009');
  });

  it('links each line to its explanation when it is told where the API answers', async () => {
    const bytes = await printStatement(anIssuedStatement(2), { language: 'ja', address: 'https://api.example.com' });
    expect(Buffer.from(bytes).toString('latin1')).toContain(
      '(https://api.example.com/v1/programs/prg_1/commissions/ord_2026_000001/explanation)',
    );
  });
});

describe('a rate', () => {
  it.each([
    ['0.1', '10'],
    ['0.08', '8'],
    ['0.105', '10.5'],
    ['0', '0'],
    ['1', '100'],
    ['0.003', '0.3'],
  ])('of %s is %s percent', (rate, percent) => {
    expect(percentOf(rate)).toBe(percent);
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anIssuedStatement } from '../functions/documents/an-issued-statement.ts';
import { pdfPages } from '../functions/documents/pdf-pages.ts';
import { bunpai } from './bunpai.ts';
import { temporaryFolder } from './tiny-folder.ts';

async function render(value: unknown, ...options: readonly string[]) {
  const folder = await temporaryFolder();
  const file = join(folder, 'statement.json');
  const out = join(folder, 'out');
  await writeFile(file, JSON.stringify(value));
  const finished = await bunpai('statement', 'render', file, '--out', out, ...options);
  return { ...finished, file, written: await readFile(out).catch(() => null) };
}

describe('bunpai statement render', () => {
  it('prints a statement as PDF, in Japanese unless told', async () => {
    const { code, written } = await render(anIssuedStatement(2), '--format', 'pdf');
    const [page] = await pdfPages(written ?? Buffer.from(''));
    expect([code, page?.text.includes('仕入明細書')]).toEqual([0, true]);
    const english = await render(anIssuedStatement(2), '--format', 'pdf', '--lang', 'en');
    const [other] = await pdfPages(english.written ?? Buffer.from(''));
    expect(other?.text).toContain('Purchase statement');
  });

  it('writes it as CSV, with the tax and the transfer of an issued one', async () => {
    const { written } = await render(anIssuedStatement(1), '--format', 'csv');
    const rows = written?.toString('utf8').trim().split('\r\n').slice(-6);
    const lead = 'prg_1:2026-10:ptn_1,2026-10,ptn_1,,,,,';
    expect(rows).toEqual([
      `${lead}JP_QUALIFIED 0.1,,100000,,110000,,10000,tax,,,JPY`,
      `${lead},,,,,,0,tax-opening,,,JPY`,
      `${lead},,,,,,10000,tax-paid,,,JPY`,
      `${lead},,,,,,0,tax-closing,,,JPY`,
      `${lead},,,,,,10210,withholding,,,JPY`,
      `${lead},,,,,,104790,transfer,,,JPY`,
    ]);
  });

  it('writes it as canonical JSON, equal to what it read', async () => {
    const { written } = await render(anIssuedStatement(2), '--format', 'json');
    expect(JSON.parse(written?.toString('utf8') ?? '')).toEqual(anIssuedStatement(2));
  });

  it('refuses a statement that is not whole, member by member, and writes nothing', async () => {
    const { payout: _, ...broken } = { ...anIssuedStatement(1), closing: 'much' };
    const { code, stderr, written, file } = await render(broken, '--format', 'pdf');
    expect([code, written]).toEqual([1, null]);
    expect(stderr).toContain(`${file}: closing: `);
    expect(stderr).toContain(`${file}: payout: is required`);
  });

  it('refuses a letter that cannot be printed, and writes nothing', async () => {
    const statement = { ...anIssuedStatement(1), program: { id: 'prg_1', name: 'ร้าน' } };
    const { code, stderr, written } = await render(statement, '--format', 'pdf');
    expect([code, written]).toEqual([1, null]);
    expect(stderr).toContain('U+0E23) in program.name');
  });

  it.each([
    [['--format', 'doc'], '--format must be pdf or csv or json, got "doc"'],
    [['--format', 'pdf', '--lang', 'fr'], '--lang must be ja or en, got "fr"'],
    [['--format', 'pdf', '--api', 'example'], '--api must be an address, got "example"'],
  ])('refuses %j', async (options, reason) => {
    const { code, stderr } = await render(anIssuedStatement(1), ...options);
    expect([code, stderr.includes(reason)]).toEqual([2, true]);
  });
});

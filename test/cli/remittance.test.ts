import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bunpai } from './bunpai.ts';

const account = { bankCode: '0001', branchCode: '001', number: '1234567' };
const transfer = { name: 'ヤマダ タロウ', amount: '12000', account };
const order = {
  payer: { clientCode: '1', name: 'カ)ブンパイ', account },
  valueDate: '2026-12-25',
  transfers: [transfer],
};

function files(content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'remittance-'));
  const input = join(folder, 'in.json');
  writeFileSync(input, JSON.stringify(content));
  return { input, out: join(folder, 'out.txt') };
}

describe('bunpai remittance', () => {
  it('accepts what it has written', async () => {
    const { input, out } = files(order);
    expect(await bunpai('remittance', 'encode', '--format', 'zengin', input, '--out', out)).toMatchObject({ code: 0 });
    const checked = await bunpai('remittance', 'check', '--format', 'zengin', out, '--json', '--on', '2026-11-25');
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout)).toEqual({ verdict: 'accept', findings: [] });
  });

  it('ends with 1 for a file that a bank would reject and names the record', async () => {
    const { input, out } = files(order);
    await bunpai('remittance', 'encode', '--format', 'zengin', input, '--out', out);
    writeFileSync(out, readFileSync(out).with(124 + 79, 0x31));
    const checked = await bunpai('remittance', 'check', '--format', 'zengin', out, '--json');
    expect(checked.code).toBe(1);
    expect(JSON.parse(checked.stdout)).toMatchObject({ verdict: 'reject', findings: [{ record: 3 }] });
  });

  it.each([
    ['an unknown field', { ...order, date: '2026-12-25' }, 'date: '],
    ['half a yen', { ...order, transfers: [{ ...transfer, amount: '0.5' }] }, 'transfers[0].amount: '],
    ['kanji', { ...order, transfers: [{ ...transfer, name: '髙橋' }] }, 'transfers[0] (transfer 1): reject: name: '],
    ['a closed day', { ...order, valueDate: '2026-12-31' }, 'valueDate: '],
  ])('refuses %s, naming it', async (_what, content, message) => {
    const { input, out } = files(content);
    const done = await bunpai('remittance', 'encode', '--format', 'zengin', input, '--out', out);
    expect(done.code).toBe(1);
    expect(done.stderr).toContain(message);
  });
});

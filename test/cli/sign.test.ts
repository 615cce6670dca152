import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aPrivateKey } from '../support/signing.ts';
import { bunpai } from './bunpai.ts';
import { temporaryFolder, tinyFolder } from './tiny-folder.ts';

describe('bunpai calculate --sign', () => {
  it('makes statements that prove themselves, and that a replay still finds the same', async () => {
    const [folder, place] = [await tinyFolder(), await temporaryFolder()];
    const [key, publicKey, out] = ['key.pem', 'public.pem', 'out'].map((name) => join(place, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(key, aPrivateKey(3));
    writeFileSync(publicKey, createPublicKey(aPrivateKey(3)).export({ format: 'pem', type: 'spki' }));
    const made = await bunpai('calculate', folder, '--period', '2026-11', '--out', out, '--sign', key);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const statement = join(out, 'statements', 'ptn_2.json');
    expect(await bunpai('verify', statement, '--key', publicKey, '--lang', 'en')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('ptn_2 2026-11: nothing was changed.'),
    });
    expect(await bunpai('replay', folder, '--period', '2026-11', '--out', out)).toMatchObject({ code: 0 });
    writeFileSync(statement, readFileSync(statement, 'utf8').replace(/"payable":"\d+"/, '"payable":"999999"'));
    expect(await bunpai('verify', statement, '--key', publicKey)).toMatchObject({ code: 1 });
    expect(await bunpai('replay', folder, '--period', '2026-11', '--out', out)).toMatchObject({ code: 1 });
  });

  it('chains a month to an earlier result, and an audit reads the whole of it', async () => {
    const [folder, place] = [await tinyFolder(), await temporaryFolder()];
    const [key, october, november] = ['key.pem', 'october', 'november'].map((name) => join(place, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(key, aPrivateKey(3));
    const sign = (period: string, out: string, ...more: string[]) =>
      bunpai('calculate', folder, '--period', period, '--out', out, '--sign', key, ...more);
    expect(await sign('2026-10', october)).toMatchObject({ code: 0 });
    expect(await sign('2026-11', november, '--after', october)).toMatchObject({ code: 0 });
    const roots = JSON.parse(readFileSync(join(november, 'books', 'roots.json'), 'utf8')).roots;
    expect(roots[1].previousRoot).toBe(roots[0].chainHash);
    const whole = await bunpai('audit', november, '--json');
    const count = (out: string) => readFileSync(join(out, 'entries.jsonl'), 'utf8').split('\n').filter(Boolean).length;
    const entries = count(october) + count(november);
    expect(JSON.parse(whole.stdout)).toEqual({ verdict: 'intact', periods: 2, entries, faults: [] });
    expect(await bunpai('replay', folder, '--period', '2026-11', '--out', november)).toMatchObject({ code: 0 });

    const books = join(november, 'books', 'entries.jsonl');
    writeFileSync(books, readFileSync(books, 'utf8').replace(/"amountMinor":"\d+"/, '"amountMinor":"999"'));
    const altered = await bunpai('audit', november, '--json');
    expect([altered.code, JSON.parse(altered.stdout).faults]).toMatchObject([
      1,
      [{ type: 'changed', periodId: '2026-10' }],
    ]);

    expect(await sign('2026-10', join(place, 'x'), '--after', november)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ends with 2026-11, which is not before 2026-10'),
    });
    expect(await sign('2026-11', join(place, 'x'), '--after', folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is no result that calculate --sign has made'),
    });
  });

  it('refuses a file that is no private key, and writes nothing', async () => {
    const [folder, place] = [await tinyFolder(), await temporaryFolder()];
    const key = join(place, 'key.pem');
    writeFileSync(key, 'no key');
    const args = ['--period', '2026-11', '--out', join(place, 'out'), '--sign', key];
    const { code, stderr } = await bunpai('calculate', folder, ...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining('is no private Ed25519 key in PEM')]);
  });
});

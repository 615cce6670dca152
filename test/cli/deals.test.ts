import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app.ts';
import { aShop, programPath } from '../support/shop.ts';
import { bunpai } from './bunpai.ts';

const folder = mkdtempSync(join(tmpdir(), 'bunpai-deals-'));
const written = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const CSV = [
  'company,reference,kind,partner,amount,currency,notes',
  '株式会社サンプル商事,C-1,deal,ptn_1,1200000,JPY,"一行目',
  '二行目"',
  '"Sample Trading Co., Ltd.",C-2,deal,ptn_2,9800.505,USD,',
  '㈱ミドリ,C-3,lead,ptn_9,,,',
  '㈱アカネ,C-4,lead,ptn_2,,,',
].join('\n');

describe('bunpai deals import', () => {
  let app: App;
  let address = '';
  // The real handlers behind a real socket, as a host has them.
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const reply = await app.call(request.method ?? '', request.url ?? '', {
      token,
      rawBody: Buffer.concat(chunks).toString('utf8'),
    });
    response.writeHead(reply.status, reply.headers).end(reply.text);
  });

  beforeAll(async () => {
    app = await aShop();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('says what is wrong with a file and sends nothing with --check', async () => {
    const { code, stdout, stderr } = await bunpai('deals', 'import', written('deals.csv', CSV), '--check');
    expect(stderr).toBe('deals.csv:4: amount: USD has 2 decimals, got "9800.505"\n');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '3 of 4 deals can be registered\n' });
  });

  it('registers what is right, tells of the rest by line, and repeats itself without harm', async () => {
    const token = await app.token({ role: 'partner-manager' });
    const path = written('deals.csv', CSV);
    const send = () => bunpai('deals', 'import', path, '--address', address, '--token', token, '--program', 'prg_1');
    const first = await send();
    expect(first.stderr.split('\n').sort()).toEqual([
      '',
      'deals.csv:4: amount: USD has 2 decimals, got "9800.505"',
      'deals.csv:5: partner: "ptn_9" takes no part in prg_1 now',
    ]);
    expect(first).toMatchObject({ code: 1, stdout: '2 of 4 deals are registered\n' });
    expect(await send()).toEqual(first);
    const { deals } = (await app.call('GET', programPath('deals'), { token })).json;
    expect(deals).toMatchObject([
      { reference: expect.any(String), partnerId: expect.any(String) },
      { reference: expect.any(String), partnerId: expect.any(String) },
    ]);
    expect(JSON.stringify(deals)).toContain('一行目\\n二行目');
  });

  it('says so once when the token opens nothing', async () => {
    const given = ['--address', address, '--token', 'x', '--program', 'prg_1'];
    const { code, stderr } = await bunpai('deals', 'import', written('deals.csv', CSV), ...given);
    expect(code).toBe(1);
    expect(stderr).toContain('access.unauthenticated');
  });

  it.each([
    [['import', 'x.csv'], /needs --address, or --check/],
    [['export', 'x.csv', '--check'], /knows import/],
    [['import'], /something is missing/],
  ])('%j is told how it is used', async (args, message) => {
    const { code, stderr } = await bunpai('deals', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['a file in Shift_JIS', Buffer.from([0x8a, 0x94, 0x8e, 0xae]), /is not UTF-8; save it as "CSV UTF-8"/],
    ['an empty file', '', /line 1 must be the header/],
    ['another table', 'a,b\n1,2\n', /line 1 must hold reference, kind, company/],
  ])('%s is refused as a whole', async (_what, content, reason) => {
    const { code, stderr } = await bunpai('deals', 'import', written('bad.csv', content), '--check');
    expect(code).toBe(1);
    expect(stderr).toMatch(reason);
  });
});

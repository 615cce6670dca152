import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app.ts';
import { anApp } from '../support/app.ts';
import { aConversion, aLine, aReversal, aShop, post, programPath, settleStep, usd } from '../support/shop.ts';
import { bunpai } from './bunpai.ts';

const payout = { monthsLater: 2, day: 'last', shift: 'after', calendar: 'jp' };

describe('bunpai review', () => {
  let app: App;
  let given: Readonly<Record<string, string>> = {};
  const review = (change: Readonly<Record<string, string>> = {}, ...flags: readonly string[]) => {
    const options = Object.entries({ ...given, ...change }).flatMap(([name, value]) => [`--${name}`, value]);
    return bunpai('review', ...options, ...flags);
  };
  const server = createServer(async (request, response) => {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const reply = await app.call(request.method ?? '', request.url ?? '', { token });
    response.writeHead(reply.status, reply.headers).end(reply.text);
  });

  beforeAll(async () => {
    app = await aShop(anApp(), { settlement: { period: 'month', threshold: usd('1.00'), payout } });
    const lines = [aLine({ amount: usd('50000.00') })];
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1', lines }));
    await post(app, programPath('reversals'), aReversal({ amount: usd('15000.00') }));
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate']) await settleStep(app, step);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const token = await app.token({ role: 'auditor' });
    given = { address, token, program: 'prg_1', period: '2026-10' };
  });
  afterAll(() => {
    server.close();
  });

  it('shows the figures, who moved, and what to look at', async () => {
    const { code, stdout } = await review({ lang: 'en' });
    expect(code).toBe(1);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'Review of 2026-10 · a draft that waits for approval',
      '',
      '                         now  before    change',
      '──────────────────  ────────  ──────  ────────',
      'commission          1,750.00    0.00  1,750.00',
      'bonuses                 0.00    0.00      0.00',
      'overrides               0.00    0.00      0.00',
      'held at the cutoff      0.00    0.00      0.00',
      'released            1,750.00    0.00  1,750.00',
      'payable             1,750.00    0.00  1,750.00',
      'payout              1,750.00    0.00  1,750.00',
      '',
      'biggest movers            now  before    change',
      '───────────────────  ────────  ──────  ────────',
      'ptn_1 Partner ptn_1  1,750.00    0.00  1,750.00',
      '',
      'To look at (3):',
      '- ptn_1 Partner ptn_1: no bank account in force: the payout waits',
      '- ptn_1 Partner ptn_1: 30 % of what was sold was taken back (limit 20 %)',
      '- ptn_1 Partner ptn_1: 1 conversions are paid more than 60 days after they occurred; ord_1 after 94',
      '',
    ]);
  });

  it('speaks Japanese, and hands on what the host answered', async () => {
    const { stdout } = await review({ lang: 'ja' });
    expect(stdout).toContain('2026-10の確認 ・ 承認待ちの計算結果');
    expect(stdout).toContain('- ptn_1 Partner ptn_1: 有効な振込口座がありません。支払を保留します');
    const json = await review({}, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ flags: [{}, {}, {}], clearing: [] });
  });

  it('shows what was under way when a later month ended', async () => {
    for (const step of ['approve', 'close', 'payout']) await settleStep(app, step);
    app.setNow('2026-12-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate']) await settleStep(app, step, '2026-11');
    const { code, stdout } = await review({ period: '2026-11', lang: 'en' });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing to look at.')]);
    expect(stdout).toContain('-1,750.00');
  });

  it('tells what is wrong in a line', async () => {
    expect(await review({ period: '2026-13' })).toMatchObject({ code: 2 });
    const early = await review({ period: '2027-01' });
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('period.wrong-status')]);
    const nobody = await review({ token: 'x' });
    expect(nobody.stderr).toContain('access.unauthenticated');
  });
});

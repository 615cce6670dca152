import { describe, expect, it } from 'vitest';
import { rateLimit } from '../../../functions/runtime/operation/rate-limit.ts';
import { anApp } from '../../support/app.ts';
import { aConversion, aProgram, aShop, post, programPath, settleStep, usd } from '../../support/shop.ts';

describe('a list', () => {
  it('comes in pages of at most 100, each naming the next', async () => {
    const app = await aShop();
    for (const version of [2, 3, 4]) {
      const plan = { version, effectiveFrom: `2027-0${version}-01`, rounding: 'down', holdDays: 0, rules: [] };
      const body = { ...plan, base: { includeTax: false, includeShipping: false } };
      const saved = await app.call('PUT', programPath(`plans/${version}`), { body });
      expect(saved).toMatchObject({ status: 201 });
    }
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { json } = await app.call('GET', programPath(`plans?limit=3${query}`));
      seen.push(...json.plans.map(({ version }: { version: number }) => version));
      cursor = json.next;
    }
    expect(seen).toEqual([1, 2, 3, 4]);
    for (const bad of ['limit=0', 'limit=101', 'limit=x', 'cursor=bm8']) {
      expect(await app.call('GET', programPath(`plans?${bad}`))).toMatchObject({ status: 422 });
    }
    const { json } = await app.call('GET', programPath('plans?limit=1000'));
    expect(json.errors).toEqual([{ field: 'limit', reason: 'must be 1 to 100, got 1000' }]);
  });

  it('takes no cursor of another list, nor of the same with other filters', async () => {
    const app = await aShop();
    await post(app, '/v1/programs', aProgram({ id: 'prg_2' }));
    for (const linkId of ['lnk_8', 'lnk_9']) {
      const link = { linkId, partnerId: 'ptn_1', destination: 'https://shop.example.com/' };
      await post(app, programPath('links'), link);
    }
    const next = async (path: string): Promise<string> => (await app.call('GET', path)).json.next;
    const links = programPath('links?partnerId=ptn_1');
    const cursor = await next(`${links}&limit=1`);
    expect((await app.call('GET', `${links}&cursor=${cursor}`)).status).toBe(200);
    for (const foreign of [
      `/v1/programs?cursor=${cursor}`,
      `/v1/statements?partnerId=ptn_1&cursor=${cursor}`,
      `${programPath('links?partnerId=ptn_2')}&cursor=${cursor}`,
      `/v1/programs/prg_2/links?partnerId=ptn_1&cursor=${cursor}`,
      `${links}&cursor=${await next('/v1/programs?limit=1')}`,
    ]) {
      const { status, json } = await app.call('GET', foreign);
      expect([status, json.errors], foreign).toEqual([
        422,
        [
          {
            field: 'cursor',
            reason: expect.stringMatching(/^must be the "next" of a page of this list, with the same/),
          },
        ],
      ]);
    }
  });

  it('of programs names those of the merchant, each to be read by its id', async () => {
    const app = await aShop();
    await post(app, '/v1/programs', aProgram({ id: 'prg_2' }));
    const other = await app.token({ role: 'auditor', merchantId: 'mer_2' });
    const { json } = await app.call('GET', '/v1/programs?limit=1');
    expect(json).toMatchObject({ programs: [{ id: 'prg_1' }], next: expect.any(String) });
    const rest = await app.call('GET', `/v1/programs?cursor=${json.next}`);
    expect(rest.json).toMatchObject({ programs: [{ id: 'prg_2', currency: 'USD' }], next: null });
    expect((await app.call('GET', '/v1/programs/prg_2')).json).toEqual(rest.json.programs[0]);
    expect((await app.call('GET', '/v1/programs', { token: other })).json.programs).toEqual([]);
    expect((await app.call('GET', '/v1/programs/prg_2', { token: other })).status).toBe(404);
  });

  it('of reviews goes on over the days where the page before ended', async () => {
    const app = await aShop(anApp(), { review: { days: 10 } });
    const ids: string[] = [];
    for (const day of ['03', '04', '05']) {
      app.setNow(`2026-10-${day}T12:00:00Z`);
      for (const letter of ['a', 'b']) {
        const conversionId = `${letter}${day}`;
        ids.push(conversionId);
        await post(app, programPath('conversions'), aConversion({ conversionId }));
      }
    }
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const query: string = next === null ? '' : `&cursor=${next}`;
      const { json } = await app.call('GET', programPath(`reviews?limit=1${query}`));
      seen.push(...json.reviews.map(({ conversionId }: { conversionId: string }) => conversionId));
      next = json.next;
    } while (next !== null);
    expect(seen.sort()).toEqual(ids.sort());
    expect(await app.call('GET', programPath('reviews?cursor=bm8'))).toMatchObject({ status: 422 });
    const tooLong = Buffer.from(`2026-10-01 ${'a'.repeat(1024)}`).toString('base64url');
    expect(await app.call('GET', programPath(`reviews?cursor=${tooLong}`))).toMatchObject({ status: 422 });
  });
});

describe('a dry run', () => {
  it('of a settlement step changes nothing, and says that it would', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    app.setNow('2026-11-02T00:00:00Z');
    await settleStep(app, 'seal');
    await settleStep(app, 'calculate');
    const token = await app.token({ role: 'finance-checker', subject: 'checker' });
    const path = programPath('periods/2026-10/approve');
    const dry = await app.call('POST', `${path}?dryRun=true`, { token, headers: { 'idempotency-key': '' } });
    expect(dry).toMatchObject({
      status: 200,
      json: {
        dryRun: true,
        operation: 'approvePeriod',
        wouldChange: true,
        moves: expect.arrayContaining([{ what: 'commission', amount: usd('5.00') }]),
      },
    });
    const { json } = await app.call('GET', programPath('periods/2026-10'));
    expect(json.settlement.status).toBe('calculated');
    const scope = { merchantId: 'mer_1', programId: 'prg_1' };
    for await (const entry of app.deps.stores.ledger.entries(scope, 'ptn_1', '2026-10')) {
      throw new Error(`${entry.entryId} was posted`);
    }
    expect(await app.call('POST', path, { token })).toMatchObject({ status: 202, json: { status: 'approved' } });
  });

  it('is refused as the real request would be', async () => {
    const app = await aShop();
    const path = programPath('periods/2026-10/approve?dryRun=true');
    expect(await app.call('POST', path)).toMatchObject({ status: 409, json: { code: 'period.wrong-status' } });
    expect(await app.call('POST', programPath('periods/2026-10/approve?dryRun=1'))).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'dryRun' }] },
    });
    const other = await app.call('POST', '/v1/programs?dryRun=true', { body: aProgram({ id: 'prg_2' }) });
    expect(other).toMatchObject({ status: 422, json: { errors: [{ field: 'dryRun' }] } });
  });
});

describe('the limit of requests', () => {
  it('gives each caller a burst, refills steadily, and tells what is left', () => {
    let now = 0;
    const take = rateLimit(() => now);
    const first = take('a');
    expect(first).toEqual({ 'ratelimit-policy': '"caller";q=2000;w=2', ratelimit: '"caller";r=1999;t=1' });
    for (let index = 1; index < 2000; index += 1) expect(take('a')['retry-after']).toBeUndefined();
    expect(take('a')).toMatchObject({ 'retry-after': '1', ratelimit: '"caller";r=0;t=2' });
    expect(take('b')['retry-after']).toBeUndefined();
    now = 1;
    expect(take('a')['retry-after']).toBeUndefined();
    expect(take('a')['retry-after']).toBe('1');
  });

  it('stands in every answer, and who goes over it is told to wait', async () => {
    let left = 2;
    const rate = () => {
      left -= 1;
      return left < 0 ? { ratelimit: 'r=0', 'retry-after': '1' } : { ratelimit: `r=${left}` };
    };
    const app = anApp({ rateLimit: rate });
    expect((await app.call('POST', '/v1/programs', { body: aProgram() })).headers['ratelimit']).toBe('r=1');
    const refused = await app.call('POST', '/v1/programs', { body: {} });
    expect(refused).toMatchObject({ status: 422, headers: { ratelimit: 'r=0' } });
    const over = await app.call('POST', '/v1/programs', { body: aProgram(), headers: { 'accept-language': 'ja' } });
    expect(over).toMatchObject({ status: 429, json: { code: 'request.too-many', title: 'リクエストが多すぎます' } });
    expect(over.headers).toMatchObject({ 'retry-after': '1', 'x-request-id': 'req_1' });
  });
});

describe('a body', () => {
  it('is told all that is wrong with it, also when a number is written in a way that is not ours', async () => {
    const app = await aShop();
    const body = { date: '2026-02-30', from: 'JPY', to: 'USD', rate: '1e9' };
    const reply = await app.call('POST', programPath('rates'), { body });
    expect(reply).toMatchObject({ status: 422, json: { code: 'request.invalid' } });
    expect(reply.json.errors.map(({ field }: { field: string }) => field)).toEqual(['date', 'rate']);
  });

  it('may be nested so deep and no deeper', async () => {
    const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
    const reply = await anApp().call('POST', '/v1/programs', { rawBody: deep });
    expect(reply).toMatchObject({ status: 400, json: { code: 'request.too-deep' } });
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { routeList } from '../../../functions/contract/routes.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { Json } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aConversion, aProgram, aShop, programPath } from '../../support/shop.ts';

const CONVERSIONS = programPath('conversions');
const keyed = (key: string, body: Json) => ({ body, headers: { 'idempotency-key': key } });

afterEach(() => vi.useRealTimers());

describe('a POST with an Idempotency-Key', () => {
  it('gets the first reply again, marked as replayed, whether the key is quoted or bare', async () => {
    const app = anApp();
    const first = await app.call('POST', '/v1/programs', keyed('"key 1"', aProgram()));
    expect(first).toMatchObject({ status: 201 });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    const bare = await app.call('POST', '/v1/partners', keyed('key-2', { partnerId: 'p', name: 'P', kind: 'agency' }));
    const again = await app.call(
      'POST',
      '/v1/partners',
      keyed('"key-2"', { partnerId: 'p', name: 'P', kind: 'agency' }),
    );
    expect(again).toMatchObject({ status: 201, json: bare.json, headers: { 'idempotency-replayed': 'true' } });
  });

  it('is refused with another request under the same key, and with what is no key', async () => {
    const app = anApp();
    await app.call('POST', '/v1/programs', keyed('k', aProgram()));
    const other = await app.call('POST', '/v1/programs', keyed('k', aProgram({ id: 'prg_2' })));
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency.key-reused' } });
    for (const key of ['""', '   ', 'ключ', 'x'.repeat(256), 'a b']) {
      const bad = await app.call('POST', '/v1/programs', keyed(key, aProgram()));
      expect(bad, key).toMatchObject({ status: 400, json: { code: 'idempotency.key-invalid' } });
    }
  });

  it('belongs to its caller: another one may use the same key', async () => {
    const app = anApp();
    await app.call('POST', '/v1/programs', keyed('k', aProgram()));
    for (const whose of [{ subject: 'somebody else' }, { merchantId: 'mer_2' }]) {
      const token = await app.token({ role: 'admin', ...whose });
      const theirs = await app.call('POST', '/v1/programs', { ...keyed('k', aProgram({ id: 'prg_3' })), token });
      expect(theirs.headers['idempotency-replayed']).toBeUndefined();
      expect(theirs.status).toBe(201);
    }
  });

  it('may be sent again after a refusal, with what was mended', async () => {
    const app = anApp();
    expect(await app.call('POST', '/v1/programs', keyed('k', aProgram({ name: '' })))).toMatchObject({
      status: 422,
    });
    expect(await app.call('POST', '/v1/programs', keyed('k', aProgram()))).toMatchObject({ status: 201 });
  });

  it('waits for the first try while it runs, and takes over when that has died', async () => {
    const stores = memoryStores();
    let entered = (): void => {};
    const atWork = new Promise<void>((resolve) => {
      entered = resolve;
    });
    let mayGoOn = (): void => {};
    const pause = new Promise<void>((resolve) => {
      mayGoOn = resolve;
    });
    const slow = anApp({
      stores: {
        ...stores,
        programs: {
          ...stores.programs,
          putProgram: async (...given) => {
            entered();
            await pause;
            return await stores.programs.putProgram(...given);
          },
        },
      },
    });
    const first = slow.call('POST', '/v1/programs', keyed('k', aProgram()));
    await atWork;
    const second = await anApp({ stores }).call('POST', '/v1/programs', keyed('k', aProgram()));
    expect(second).toMatchObject({ status: 409, json: { code: 'idempotency.in-flight' } });
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    const token = await slow.token({ role: 'admin' });
    const third = await anApp({ stores }).call('POST', '/v1/programs', { ...keyed('k', aProgram()), token });
    expect(third).toMatchObject({ status: 201 });
    mayGoOn();
    // The business key has guarded the effect: the program is there once, and both were told the same.
    expect((await first).json).toEqual(third.json);
  });

  it('is forgotten after two days, and its own ids still guard what it did', async () => {
    const app = anApp();
    await app.call('POST', '/v1/programs', keyed('k', aProgram()));
    vi.useFakeTimers({ now: Date.now() + 49 * 3_600_000, toFake: ['Date'] });
    const later = await app.call('POST', '/v1/programs', keyed('k', aProgram()));
    expect(later).toMatchObject({ status: 201 });
    expect(later.headers['idempotency-replayed']).toBeUndefined();
  });
});

describe('what moves or approves money', () => {
  it('wants an Idempotency-Key', async () => {
    const app = anApp();
    const moving = routeList.filter(({ movesMoney }) => movesMoney);
    expect(moving.length).toBeGreaterThan(10);
    for (const { method, path } of moving) {
      const target = path
        .replace('{periodId}', '2026-10')
        .replace('{revision}', '1')
        .replace(/\{decision\}/, /payees|payer-accounts/.test(path) ? 'approval' : 'approve')
        .replace(/\{\w+\}/g, 'x')
        .concat(path.endsWith('/payout-results') ? '?format=csv&date=2026-11-30' : '');
      const reply = await app.call(method, target, { headers: { 'idempotency-key': '' } });
      expect(reply, path).toMatchObject({ status: 400, json: { code: 'idempotency.key-missing' } });
    }
  });
});

describe('a fact without the header', () => {
  it('costs no write beside its own', async () => {
    const stores = memoryStores();
    let asked = 0;
    const replies: typeof stores.replies = {
      reply: async (...given) => {
        asked += 1;
        return await stores.replies.reply(...given);
      },
      advanceReply: async (...given) => {
        asked += 1;
        return await stores.replies.advanceReply(...given);
      },
    };
    const app = anApp({ stores: { ...stores, replies } });
    await aShop(app);
    asked = 0;
    expect(await app.call('POST', CONVERSIONS, { body: aConversion() })).toMatchObject({ status: 201 });
    expect(asked).toBe(0);
    await app.call('POST', CONVERSIONS, keyed('k', aConversion()));
    expect(asked).toBe(2);
  });
});

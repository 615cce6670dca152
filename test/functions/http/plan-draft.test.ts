import { describe, expect, it } from 'vitest';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aConversion, aPlan, aProgram, aShop, post, programPath, reasonFor } from '../../support/shop.ts';
import { watchedStores } from '../../support/watched-stores.ts';

const plans = programPath('plans');
const second = programPath('plans/2');
const publishing = programPath('plans/2/publish');
const later = (changes: Json = {}): Json => aPlan({ version: 2, effectiveFrom: '2026-11-01', ...changes });
const anybody = { 'if-match': '*' };

/** It is 3 October in Tokyo, and the program has published version 1. */
async function drafted(app?: App): Promise<App> {
  const shop = await aShop(app);
  expect((await save(shop, later())).status).toBe(201);
  return shop;
}

async function save(app: App, body: Json, ifMatch?: string, subject = 'tanaka@example.com'): Promise<Reply> {
  const token = await app.token({ role: 'admin', subject });
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  return await app.call('PUT', second, { body, headers, token });
}

const codeOf = ({ status, json }: Reply): readonly [number, string] => [status, json.code];

describe('a draft of a plan', () => {
  it('is read and listed with who wrote it, and pays nobody', async () => {
    const app = await drafted();
    const draft = {
      ...later(),
      status: 'draft',
      revision: 1,
      draftedBy: 'tanaka@example.com',
      draftedAt: '2026-10-02T15:00:00Z',
    };
    const read = await app.call('GET', second, { token: await app.token({ role: 'finance-maker' }) });
    expect([read.status, read.headers['etag'], read.json]).toEqual([200, '"1"', draft]);
    const list = (await app.call('GET', plans)).json.plans;
    expect(list.map(({ version, status }: Json) => [version, status])).toEqual([
      [1, 'published'],
      [2, 'draft'],
    ]);
    app.setNow('2026-11-05T00:00:00Z');
    const sale = aConversion({ partnerId: 'ptn_1', occurredAt: '2026-11-02T12:00:00+09:00' });
    expect((await post(app, programPath('conversions'), sale)).planVersion).toBe(1);
  });

  it('is changed by whoever saw it as it is, and by nobody else', async () => {
    const app = await drafted();
    const changed = later({ holdDays: 7 });
    expect(codeOf(await save(app, changed))).toEqual([428, 'request.if-match-required']);
    expect(codeOf(await save(app, changed, '"7"'))).toEqual([412, 'plan.edited']);
    expect(codeOf(await save(app, changed, 'yesterday'))).toEqual([412, 'plan.edited']);
    const saved = await save(app, changed, '"1"', 'suzuki@example.com');
    expect([saved.status, saved.headers['etag'], saved.json.draftedBy]).toEqual([200, '"2"', 'suzuki@example.com']);
    expect(codeOf(await save(app, later({ holdDays: 8 }), '"1"'))).toEqual([412, 'plan.edited']);
    expect((await save(app, later({ holdDays: 8 }), '*')).json).toMatchObject({ revision: 3, holdDays: 8 });
  });

  it('is changed by one of two who saw the same', async () => {
    const app = await drafted();
    const replies = await Promise.all([7, 8].map((holdDays) => save(app, later({ holdDays }), '"1"')));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('told twice is one', async () => {
    const app = await drafted();
    const again = await save(app, later());
    expect([again.status, again.headers['etag']]).toEqual([200, '"1"']);
  });

  it.each([
    ['of another version than its address', later({ version: 3 }), 'version', /must be 2, as in the address, got 3/],
    [
      'with a partner that there is not',
      later({ rules: [{ id: 'r', when: { partner: ['ptn_9'] }, pay: { rate: '0.1' } }] }),
      'rules[0].when.partner[0]',
      /no partner "ptn_9"/,
    ],
    ['without rounding', later({ rounding: undefined }), 'rounding', /is required/],
  ])('%s is refused, and nothing is written', async (_what, body, field, reason) => {
    const { stores, written } = watchedStores();
    const app = await aShop(anApp({ stores }));
    const before = written().length;
    const reply = await save(app, body);
    expect(reply.status, reply.text).toBe(422);
    expect(reasonFor(reply, field), reply.text).toMatch(reason);
    expect(written().slice(before)).toEqual([]);
  });

  it('that is thrown away is gone, and its number is free', async () => {
    const app = await drafted();
    expect(codeOf(await app.call('DELETE', second))).toEqual([428, 'request.if-match-required']);
    for (let time = 0; time < 2; time += 1) {
      const gone = await app.call('DELETE', second, { headers: anybody });
      expect([gone.status, gone.text]).toEqual([204, '']);
    }
    expect(codeOf(await app.call('GET', second))).toEqual([404, 'plan.not-found']);
    expect(codeOf(await app.call('POST', publishing, { headers: anybody }))).toEqual([404, 'plan.not-found']);
    expect((await app.call('GET', plans)).json.plans).toHaveLength(1);
    expect(codeOf(await save(app, later({ holdDays: 1 }), '"1"'))).toEqual([412, 'plan.edited']);
    expect((await save(app, later({ holdDays: 1 }))).json).toMatchObject({ revision: 2, holdDays: 1 });
  });

  it('that never was is not found', async () => {
    const app = await aShop();
    for (const [method, path] of [
      ['GET', second],
      ['DELETE', second],
      ['POST', publishing],
    ] as const) {
      expect(codeOf(await app.call(method, path))).toEqual([404, 'plan.not-found']);
    }
  });
});

describe('publishing a draft', () => {
  it('is an act of its own, with who drafted and who published it', async () => {
    const app = await drafted();
    const token = await app.token({ role: 'admin', subject: 'sato@example.com' });
    expect(codeOf(await app.call('POST', publishing, { token }))).toEqual([428, 'request.if-match-required']);
    const reply = await app.call('POST', publishing, { token, headers: { 'if-match': '"1"' } });
    const published = {
      ...later(),
      status: 'published',
      draftedBy: 'tanaka@example.com',
      publishedBy: 'sato@example.com',
      publishedAt: '2026-10-02T15:00:00Z',
    };
    expect([reply.status, reply.json]).toEqual([200, published]);
    app.setNow('2026-12-01T00:00:00Z');
    expect((await app.call('POST', publishing, { headers: { 'if-match': '"1"' } })).json).toEqual(published);
    const read = await app.call('GET', second);
    expect([read.headers['etag'], read.json]).toEqual([undefined, published]);
    expect((await app.call('GET', plans)).json.plans[1]).toEqual(published);
  });

  it('publishes what was seen: after a change it must be looked at again', async () => {
    const app = await drafted();
    await save(app, later({ holdDays: 7 }), '"1"');
    const stale = await app.call('POST', publishing, { headers: { 'if-match': '"1"' } });
    expect(codeOf(stale)).toEqual([412, 'plan.edited']);
    const reply = await app.call('POST', publishing, { headers: { 'if-match': '"2"' } });
    expect(reply.json).toMatchObject({ status: 'published', holdDays: 7 });
  });

  it('and changing it at once: one of the two happens, and whoever lost is told', async () => {
    const app = await drafted();
    const [published, saved] = await Promise.all([
      app.call('POST', publishing, { headers: { 'if-match': '"1"' } }),
      save(app, later({ holdDays: 7 }), '"1"'),
    ]);
    expect([published.status, saved.status].filter((status) => status === 200)).toHaveLength(1);
    const { json } = await app.call('GET', second);
    expect([json.status, json.holdDays]).toEqual(published.status === 200 ? ['published', 0] : ['draft', 7]);
  });

  it('ends all change: writing, throwing away and publishing another content are conflicts', async () => {
    const app = await drafted();
    await app.call('POST', publishing, { headers: anybody });
    expect(codeOf(await save(app, later({ holdDays: 7 }), '*'))).toEqual([409, 'plan.published']);
    expect(codeOf(await app.call('DELETE', second, { headers: anybody }))).toEqual([409, 'plan.published']);
    expect(codeOf(await app.call('POST', plans, { body: later({ holdDays: 7 }) }))).toEqual([409, 'plan.conflict']);
    expect((await app.call('POST', plans, { body: later() })).status).toBe(201);
  });

  it('at once is refused while somebody drafts the version', async () => {
    const app = await drafted();
    const reply = await app.call('POST', plans, { body: later() });
    expect(codeOf(reply)).toEqual([409, 'plan.drafted']);
    expect(reply.json.detail).toMatch(/by tanaka@example.com/);
  });

  it('at once by two at the same time is one publication', async () => {
    const app = await aShop();
    const replies = await Promise.all([1, 2].map(() => app.call('POST', plans, { body: later() })));
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    expect(replies[0]?.json).toEqual(replies[1]?.json);
  });
});

describe('a publication that broke off between its two writes', () => {
  async function brokenOff(): Promise<App> {
    const { stores } = watchedStores();
    const { programs } = stores;
    let isBroken = true;
    const putPlan: typeof programs.putPlan = async (scope, plan) => {
      if (isBroken && plan.fact.version === 2) throw new Error('the process died');
      return await programs.putPlan(scope, plan);
    };
    const broken = { ...stores, programs: { ...forwarded(programs), putPlan } };
    const app = await drafted(anApp({ stores: broken }));
    expect((await app.call('POST', publishing, { headers: anybody })).status).toBe(500);
    isBroken = false;
    return app;
  }

  it('is finished by publishing again, and cannot be changed meanwhile', async () => {
    const app = await brokenOff();
    expect(codeOf(await save(app, later({ holdDays: 7 }), '*'))).toEqual([409, 'plan.published']);
    const other = await app.call('POST', plans, { body: later({ holdDays: 7 }) });
    expect(codeOf(other)).toEqual([409, 'plan.conflict']);
    const reply = await app.call('POST', publishing, { headers: anybody });
    expect(reply.json).toMatchObject({ status: 'published', publishedBy: 'admin@example.com' });
  });

  it('is a draft again when it is found too late', async () => {
    const app = await brokenOff();
    app.setNow('2026-11-02T00:00:00Z');
    const late = await app.call('POST', publishing, { headers: anybody });
    expect(codeOf(late)).toEqual([422, 'plan.backdated']);
    const saved = await save(app, later({ effectiveFrom: '2026-12-01' }), '"2"');
    expect(saved.json).toMatchObject({ status: 'draft', revision: 3 });
  });
});

describe('the first day of a plan', () => {
  it('is not before the day of its publication and the notice of the program', async () => {
    const app = anApp();
    await post(app, '/v1/programs', aProgram({ noticeDays: 30 }));
    await post(app, plans, aPlan({ effectiveFrom: '2020-01-01' }));
    // Still 1 October in UTC, already the 2nd in Tokyo.
    app.setNow('2026-10-02T00:30:00+09:00');
    await save(app, later({ effectiveFrom: '2026-10-31' }));
    const early = await app.call('POST', publishing, { headers: anybody });
    expect(codeOf(early)).toEqual([422, 'plan.notice-too-short']);
    expect(reasonFor(early, 'effectiveFrom')).toMatch(/must be 2026-11-01 or later, 30 days after 2026-10-02/);
    expect(codeOf(await app.call('POST', plans, { body: later({ version: 3, effectiveFrom: '2026-10-31' }) }))).toEqual(
      [422, 'plan.notice-too-short'],
    );
    await save(app, later(), '*');
    expect((await app.call('POST', publishing, { headers: anybody })).status).toBe(200);
  });

  it('is not in a sealed period, not even that of the first plan', async () => {
    const app = anApp();
    await post(app, '/v1/programs', aProgram());
    app.setNow('2026-11-02T00:00:00+09:00');
    await post(app, programPath('periods/2026-10/seal'));
    const reply = await app.call('POST', plans, { body: aPlan({ effectiveFrom: '2026-10-31' }) });
    expect(codeOf(reply)).toEqual([409, 'plan.period-sealed']);
    expect(reasonFor(reply, 'effectiveFrom')).toBe('must be after 2026-10, which is sealed, got 2026-10-31');
    expect((await app.call('POST', plans, { body: aPlan({ effectiveFrom: '2026-11-01' }) })).status).toBe(201);
  });
});

describe('a simulation', () => {
  it('takes a stored draft by its version, and refuses one that there is not', async () => {
    const app = await drafted();
    const simulations = programPath('simulations');
    const months = { from: '2026-10', to: '2026-10' };
    const unknown = await app.call('POST', simulations, { body: { ...months, version: 3 } });
    expect(codeOf(unknown)).toEqual([404, 'plan.not-found']);
    const both = await app.call('POST', simulations, { body: { ...months, version: 2, plan: later() } });
    expect(reasonFor(both, 'plan')).toBe('give either plan or version');
    const neither = await app.call('POST', simulations, { body: months });
    expect(reasonFor(neither, 'plan')).toBe('give either plan or version');
    // Known, but the month is not closed yet.
    const open = await app.call('POST', simulations, { body: { ...months, version: 2 } });
    expect(codeOf(open)).toEqual([409, 'period.wrong-status']);
  });
});

/** A store whose methods are looked up one by one. */
function forwarded<T extends object>(store: T): T {
  return Object.fromEntries(Object.keys(store).map((name) => [name, Reflect.get(store, name)])) as T;
}

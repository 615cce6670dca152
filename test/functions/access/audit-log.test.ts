import { beforeAll, describe, expect, it } from 'vitest';
import type { App, Json } from '../../support/app.ts';
import { MERCHANT } from '../../support/app.ts';
import { aConversion, aLine, aShop, post, programPath } from '../../support/shop.ts';
import { account, as, prepared } from '../payout/finance-desk.ts';

let app: App;
beforeAll(async () => {
  app = await prepared();
});

const LOG = '/v1/audit-log?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';
async function logOf(of: App, rest = ''): Promise<readonly Json[]> {
  const reply = await of.call('GET', `${LOG}${rest}`, { token: await of.token({ role: 'auditor' }) });
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.json.entries;
}
const thing = (name: string) => `&thing=${encodeURIComponent(name)}`;

describe('the audit log', () => {
  it('tells who sealed, calculated, approved and closed a period, with its status before and after', async () => {
    const told = (await logOf(app, thing('period/2026-10'))).filter(({ kind }) => kind === 'settlement');
    // The clock of the test stands still, so what is of one instant has no order.
    const steps = told.map(({ operation, actor, before, after }) => [operation, actor, before?.status, after.status]);
    expect(new Set(steps.map((step) => step.join()))).toEqual(
      new Set([
        'seal,admin@example.com,,sealed',
        'calculate,admin@example.com,sealed,calculated',
        'approve,checker,calculated,approved',
        'close,admin@example.com,approved,closed',
        'payout,maker,,',
      ]),
    );
  });

  it('tells who prepared and approved a batch of payouts', async () => {
    const batch = programPath('payout-batches/2026-10-zengin-1');
    const { contentHash } = (await app.call('GET', batch)).json;
    expect((await as(app, 'checker', 'POST', `${batch}/approval`, { contentHash })).status).toBe(202);
    const told = await logOf(app, thing('batch/2026-10-zengin-1'));
    expect(new Set(told.map(({ operation, actor, after }) => `${operation} ${actor} ${after.status}`))).toEqual(
      new Set(['payout maker draft', 'approve-batch checker approved']),
    );
  });

  it('tells by key and person what a server did, and of bank details how they end at most', async () => {
    const keyed = await aShop();
    const { key } = await post(keyed, '/v1/api-keys', {
      ...{ keyId: 'portal', name: 'Portal', role: 'partner-admin', partnerId: 'ptn_1' },
    });
    expect((await keyed.call('POST', '/v1/partners/ptn_1/payees', { token: key, body: account })).status).toBe(201);
    const [told, ...others] = await logOf(keyed, `&actor=${encodeURIComponent('key/portal/admin@example.com')}`);
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      ...{ role: 'partner-admin', operation: 'draftPayee', kind: 'payee', requestId: 'req_1', before: null },
      things: ['partner/ptn_1'],
      after: { status: 'draft', sealed: '***', fingerprint: '***', account: { account: '****567' } },
    });
    for (const text of [account.accountNumber, account.holder, key]) {
      expect(JSON.stringify(await logOf(keyed))).not.toContain(text);
    }
  });

  it('tells of a review, of a change of terms, and of what was not there before only what there is', async () => {
    const shop = await aShop();
    const told = await logOf(shop, thing('partner/ptn_2'));
    expect(told.map(({ operation, before, after }) => [operation, before, Object.keys(after)])).toEqual([
      ['createPartner', null, expect.arrayContaining(['name', 'kind'])],
      ['enroll', null, expect.arrayContaining(['terms', 'joinedAt'])],
    ]);
    expect(told[0].after.name).toBe('***');
  });

  it('tells nothing of what was refused, repeated, only tried, or told by the shop itself', async () => {
    const shop = await aShop();
    const before = (await logOf(shop)).length;
    const again = { partnerId: 'ptn_1', name: 'Partner ptn_1', kind: 'affiliate' };
    expect((await shop.call('POST', '/v1/partners', { body: again })).status).toBe(201);
    expect((await shop.call('POST', '/v1/partners', { body: { ...again, name: 'X' } })).status).toBe(409);
    const token = await shop.token({ role: 'ingest' });
    expect((await shop.call('POST', programPath('conversions'), { token, body: aConversion() })).status).toBe(201);
    expect((await shop.call('POST', `${programPath('periods/2026-09/seal')}?dryRun=true`)).status).toBeLessThan(500);
    expect(await logOf(shop)).toHaveLength(before);
    const lines = [aLine({ lineId: '2' })];
    await shop.call('POST', programPath('conversions'), { body: aConversion({ conversionId: 'by-hand', lines }) });
    expect((await logOf(shop)).at(-1)).toMatchObject({ operation: 'recordConversion', things: expect.any(Array) });
  });

  it('is read page by page, in stretches of time, by one actor about one thing', async () => {
    const all = await logOf(app);
    const paged: Json[] = [];
    let cursor = '';
    do {
      const reply = await app.call('GET', `${LOG}&limit=7${cursor}`);
      paged.push(...reply.json.entries);
      cursor = reply.json.next === null ? '' : `&cursor=${reply.json.next}`;
    } while (cursor !== '');
    expect(paged).toEqual(all);
    const october = await app.call('GET', '/v1/audit-log?from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z');
    expect(october.json.entries).toEqual(all.filter(({ at }) => at >= '2026-10-01' && at < '2026-11-01'));
    const both = await logOf(app, `${thing('period/2026-10')}&actor=checker`);
    expect(both).toEqual(all.filter(({ actor, things }) => actor === 'checker' && things.includes('period/2026-10')));
    expect(both.length).toBeGreaterThan(0);
  });

  it('is exported as CSV that no spreadsheet runs, and as JSON lines', async () => {
    const csv = await app.call('GET', `${LOG}&format=csv`);
    const all = await logOf(app);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\r\n')[0]).toBe(
      'at,actor,role,operation,kind,things,changed,before,after,requestId,entryId',
    );
    for (const { entryId } of all) expect(csv.text).toContain(entryId);
    const lines = await app.call('GET', `${LOG}&format=jsonl&limit=2`);
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(all.slice(0, 2));
    const rest = await app.call('GET', `${LOG}&format=jsonl&cursor=${lines.headers['bunpai-next']}`);
    expect(JSON.parse(rest.text.split('\n')[0] ?? '')).toEqual(all[2]);
    expect((await app.call('GET', `${LOG}&format=jsonl&actor=nobody`)).text).toBe('');
  });

  it.each([
    ['no place in a list', '~~~'],
    ['longer than any place', `0000001793491200000#${'a'.repeat(1024)}`],
  ])('refuses a cursor that is %s', async (_, place) => {
    const cursor = Buffer.from(place).toString('base64url');
    const { status, json } = await app.call('GET', `${LOG}&cursor=${cursor}`);
    expect([status, json.code, json.errors?.[0]?.field]).toEqual([422, 'request.invalid', 'cursor']);
  });

  it('is another merchant’s own', async () => {
    expect((await app.deps.stores.audit.auditEntries('mer_2', { by: 'time' }, WHOLE)).length).toBe(0);
    expect((await app.deps.stores.audit.auditEntries(MERCHANT, { by: 'time' }, WHOLE)).length).toBeGreaterThan(10);
  });

  it.each([
    ['thing=ptn_1', 'thing'],
    ['from=2026-11-01T00:00:00Z&to=2026-10-01T00:00:00Z', 'from'],
    ['from=yesterday', 'from'],
    ['format=xml', 'format'],
    ['limit=1000', 'limit'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const refused = await app.call('GET', `/v1/audit-log?${query}`);
    expect([refused.status, refused.json.errors[0].field]).toEqual([422, field]);
  });
});

const WHOLE = { from: 0, to: Number.MAX_SAFE_INTEGER, after: null, limit: 1000 };

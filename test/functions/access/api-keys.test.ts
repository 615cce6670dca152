import { describe, expect, it } from 'vitest';
import { newApiKeyText } from '../../../functions/identity/api-key.ts';
import { API_KEY_SECONDS_MAX } from '../../../functions/limits.ts';
import type { App } from '../../support/app.ts';
import { anApp, MERCHANT } from '../../support/app.ts';
import { aConversion, aShop, post, programPath, reasonFor } from '../../support/shop.ts';

const KEY = { keyId: 'shop-server', name: 'Order system', role: 'ingest' };
const any = { 'if-match': '*' };
const conversions = programPath('conversions');
const DAY_MS = 86_400_000;

/** A shop whose keys live in a time that is moved by hand. */
async function aShopInTime() {
  let ahead = 0;
  const app = await aShop(anApp({ keyClock: () => Date.now() + ahead }));
  const later = (milliseconds: number) => {
    ahead += milliseconds;
  };
  return { app, later };
}

const sell = (app: App, token: string) => app.call('POST', conversions, { token, body: aConversion() });

describe('a key of a server', () => {
  it('is shown once, begins so that whoever finds it knows it, and is stored as a hash only', async () => {
    const { app } = await aShopInTime();
    const made = await app.call('POST', '/v1/api-keys', { body: KEY });
    expect(made.status).toBe(201);
    expect(made.json.key).toMatch(/^bnp_live_[\w-]{43}$/);
    expect(made.json).toMatchObject({ status: 'active', lastUsedOn: null, secrets: [{ by: 'admin@example.com' }] });
    const again = await app.call('POST', '/v1/api-keys', { body: KEY, headers: { 'idempotency-key': 'x' } });
    expect([again.status, again.json.key]).toEqual([201, null]);
    const listed = await app.call('GET', '/v1/api-keys');
    const stored = await app.deps.stores.apiKeys.apiKeys(MERCHANT);
    for (const text of [listed.text, JSON.stringify(stored)]) expect(text).not.toContain(made.json.key);
    expect((await app.call('POST', '/v1/api-keys', { body: { ...KEY, role: 'auditor' } })).json.code).toBe(
      'key.conflict',
    );
  });

  it('does what its role may, and says on which day it was last used', async () => {
    const { app } = await aShopInTime();
    const { key } = await post(app, '/v1/api-keys', KEY);
    expect((await sell(app, key)).status).toBe(201);
    expect((await app.call('GET', '/v1/statements', { token: key })).json.code).toBe('access.forbidden');
    const { keys } = (await app.call('GET', '/v1/api-keys')).json;
    expect(keys[0].lastUsedOn).toBe(new Date().toISOString().slice(0, 10));
  });

  it('of a partner sees what is the partner’s', async () => {
    const { app } = await aShopInTime();
    const { key } = await post(app, '/v1/api-keys', { ...KEY, role: 'partner-member', partnerId: 'ptn_1' });
    expect((await app.call('GET', '/v1/statements?partnerId=ptn_1', { token: key })).status).toBe(200);
    expect((await app.call('GET', '/v1/statements?partnerId=ptn_2', { token: key })).status).toBe(404);
  });

  it.each([
    ['of an administrator', { role: 'admin' }, 'role'],
    ['that approves money', { role: 'finance-checker' }, 'role'],
    ['of a partner’s people without the partner', { role: 'partner-admin' }, 'partnerId'],
    ['of the merchant with a partner', { partnerId: 'ptn_1' }, 'partnerId'],
    ['of a partner that there is not', { role: 'partner-admin', partnerId: 'ptn_9' }, 'partnerId'],
    ['for three years', { expiresInDays: 1000 }, 'expiresInDays'],
  ])('%s is refused', async (_what, change, field) => {
    const { app } = await aShopInTime();
    const refused = await app.call('POST', '/v1/api-keys', { body: { ...KEY, ...change } });
    expect([refused.status, reasonFor(refused, field)]).toEqual([422, expect.any(String)]);
  });

  it('that is not one of ours opens nothing', async () => {
    const { app } = await aShopInTime();
    const { key } = await post(app, '/v1/api-keys', KEY);
    for (const wrong of [newApiKeyText(), `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`, key.slice(0, -1)]) {
      expect((await sell(app, wrong)).json.code).toBe('access.unauthenticated');
    }
  });

  it('that is revoked opens nothing after a minute, everywhere, and never again', async () => {
    const { app, later } = await aShopInTime();
    const { key } = await post(app, '/v1/api-keys', KEY);
    expect((await sell(app, key)).status).toBe(201);
    const reason = 'it was on a laptop that was lost';
    const revoked = await post(app, '/v1/api-keys/shop-server/revocation', { reason });
    expect(revoked).toMatchObject({ status: 'revoked', secrets: [], revoked: { by: 'admin@example.com', reason } });
    later(API_KEY_SECONDS_MAX * 1000);
    const refused = await sell(app, key);
    expect([refused.status, refused.json.code]).toEqual([401, 'access.unauthenticated']);
    expect((await post(app, '/v1/api-keys/shop-server/revocation', { reason: 'once more' })).revoked.reason).toBe(
      reason,
    );
    const rotate = await app.call('POST', '/v1/api-keys/shop-server/rotation', { body: {}, headers: any });
    expect(rotate.json.code).toBe('key.revoked');
    expect((await app.call('POST', '/v1/api-keys', { body: KEY })).json.code).toBe('key.conflict');
  });

  it('is rotated with an overlap, in which both secrets open', async () => {
    const { app, later } = await aShopInTime();
    const { key: old } = await post(app, '/v1/api-keys', KEY);
    const rotation = { overlapHours: 2, expiresInDays: 30 };
    const path = '/v1/api-keys/shop-server/rotation';
    expect((await app.call('POST', path, { body: rotation })).json.code).toBe('request.if-match-required');
    const made = await app.call('POST', path, { body: rotation, headers: { 'if-match': '"1"' } });
    expect(made.json.secrets).toHaveLength(2);
    expect((await app.call('POST', path, { body: rotation, headers: { 'if-match': '"1"' } })).json.code).toBe(
      'key.edited',
    );
    for (const each of [old, made.json.key]) expect((await sell(app, each)).status).toBe(201);
    later(2 * 3_600_000);
    expect((await sell(app, old)).json.code).toBe('access.token-expired');
    expect((await sell(app, made.json.key)).status).toBe(201);
    later(30 * DAY_MS);
    expect((await sell(app, made.json.key)).json.code).toBe('access.token-expired');
  });

  it('drafts in the name of whoever was shown it, who then does not approve the draft', async () => {
    const { app } = await aShopInTime();
    const { key } = await post(app, '/v1/api-keys', { ...KEY, role: 'finance-maker' });
    const draft = { adjustmentId: 'adj_1', partnerId: 'ptn_1', amount: { amount: '5.00', currency: 'USD' } };
    const rest = { effectiveAt: '2026-10-02T00:00:00Z', reason: 'fee', text: 'a gift' };
    const drafted = await app.call('POST', programPath('adjustments'), { token: key, body: { ...draft, ...rest } });
    expect(drafted.json.draftedBy).toBe('key/shop-server/admin@example.com');
    const approve = (token: string) => app.call('POST', programPath('adjustments/adj_1/approve'), { token });
    const owner = await app.token({ role: 'admin' });
    expect((await approve(owner)).json.code).toBe('approval.same-person');
    expect((await approve(await app.token({ role: 'finance-checker' }))).status).toBe(200);
  });

  it('that cannot be noted as used is used all the same', async () => {
    const { app } = await aShopInTime();
    const { key } = await post(app, '/v1/api-keys', KEY);
    const broken = anApp({
      stores: {
        ...app.deps.stores,
        keyUses: { ...app.deps.stores.keyUses, noteKeyUse: () => Promise.reject(new Error()) },
      },
    });
    broken.setNow('2026-10-03T00:00:00+09:00');
    expect((await sell(broken, key)).status).toBe(201);
  });
});

import { describe, expect, it } from 'vitest';
import { checkStatement } from '../../../domain/integrity/statement-integrity.ts';
import { signedPart } from '../../../domain/integrity/statement-parts.ts';
import { integritySchema } from '../../../functions/contract/schemas/statement.ts';
import { sha256Bytes, verifyEd25519 } from '../../../functions/runtime/ed25519.ts';
import type { App, Reply } from '../../support/app.ts';
import { anApp, MERCHANT } from '../../support/app.ts';
import { post, programPath } from '../../support/shop.ts';
import { account, approve, as, BATCH, closedOctober, entriesOf, prepared, remit } from '../payout/finance-desk.ts';

const PATH = '/v1/partners/ptn_1/erasure';
const REASON = { reasonCode: 'person-asked', text: 'Request 2026-017' };
const contact = { name: '桜 太郎', email: 'taro@example.jp', phone: null };
const profile = { displayName: 'Sakura', websites: ['https://sakura.example.jp/'], description: '茶', contact };

const erase = async (app: App, body = REASON): Promise<Reply> => await as(app, 'dpo', 'POST', PATH, body);

async function withProfile(app: App): Promise<void> {
  const token = await app.token({ role: 'admin' });
  const path = '/v1/partners/ptn_1/profile';
  const put = await app.call('PUT', path, { token, body: profile, headers: { 'if-match': '*' } });
  expect(put.status, put.text).toBe(200);
}

/** The last sale was on the 3rd; the partner leaves on the last day of October. */
async function ended(app: App): Promise<void> {
  await post(app, programPath('enrollments/ptn_1/terms'), { from: '2026-10-31T00:00:00+09:00', status: 'ended' });
}

/** October is paid and everything that is known of ptn_1 is in the store. */
async function paid(before = ended): Promise<App> {
  const app = await closedOctober({ before });
  await post(app, programPath('periods/2026-10/payout'));
  await withProfile(app);
  await approve(app);
  await remit(app);
  const results = [{ payoutId: '2026-10/ptn_1', outcome: 'confirmed' }];
  const reply = await as(app, 'maker', 'POST', `${BATCH}/results`, { date: '2026-11-02', results });
  expect(reply.status, reply.text).toBe(202);
  return app;
}

async function aPartner(): Promise<App> {
  const app = anApp();
  await post(app, '/v1/partners', { partnerId: 'ptn_1', name: 'Sakura', kind: 'affiliate' });
  return app;
}

describe('erasing the personal data of a partner', () => {
  it('makes profile, contact and bank details unreadable, and says what is kept and why', async () => {
    const app = await paid();
    const reply = await erase(app);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.json).toMatchObject({ ...REASON, by: 'dpo', erased: ['profile', 'contact', 'bank-details'] });
    expect(reply.json.kept[0]).toMatchObject({ what: 'ledger', why: 'bookkeeping' });
    const seen = (await as(app, 'dpo', 'GET', '/v1/partners/ptn_1')).json;
    expect(seen).toMatchObject({
      erased: { at: reply.json.at, reason: 'person-asked' },
      profile: { displayName: null, websites: [], description: null, contact: null },
      payee: { inForce: null },
    });
    const { stores } = app.deps;
    const kept = [
      await stores.partners.profile(MERCHANT, 'ptn_1'),
      await stores.payees.payees(MERCHANT, 'partner/ptn_1'),
      await stores.partnerKeys.partnerKey(MERCHANT, 'ptn_1'),
    ];
    for (const text of ['taro', 'sakura', '茶', '567', 'ｻ', 'partner1.'])
      expect(JSON.stringify(kept)).not.toContain(text);
  });

  it('is tried first: refused as it would be, or told what it would erase, with nothing erased', async () => {
    const dry = async (app: App) => await as(app, 'dpo', 'POST', `${PATH}?dryRun=true`, REASON);
    expect(await dry(await prepared())).toMatchObject({ status: 409, json: { code: 'partner.money-open' } });
    const app = await paid();
    const erases = [
      { what: 'profile', count: 1 },
      { what: 'bank-details', count: 1 },
    ];
    const told = { dryRun: true, operation: 'erasePartner', moves: [] };
    expect(await dry(app)).toMatchObject({ status: 200, json: { ...told, wouldChange: true, erases } });
    expect((await as(app, 'dpo', 'GET', '/v1/partners/ptn_1')).json).toMatchObject({ erased: null, profile });
    await erase(app);
    expect((await dry(app)).json).toEqual({ ...told, wouldChange: false });
  });

  it('leaves a ledger and statements that verify', async () => {
    const app = await paid();
    const before = await entriesOf(app, 'ptn_1');
    await erase(app);
    expect(await entriesOf(app, 'ptn_1')).toEqual(before);
    const token = await app.token({ role: 'auditor' });
    const { json } = await app.call('GET', '/v1/statements?partnerId=ptn_1', { token });
    const path = `/v1/statements/${encodeURIComponent(json.statements[0].statementId)}`;
    const statement = (await app.call('GET', path, { token })).json;
    const [key] = (await app.call('GET', `/v1/merchants/${MERCHANT}/keys`, { token: null })).json.keys;
    const verifier = { sha256: sha256Bytes, verify: verifyEd25519, key };
    expect(checkStatement(signedPart(statement), integritySchema.parse(statement.integrity), verifier)).toEqual([]);
  });

  it('is final: nothing is given, decided or written to a bank any more', async () => {
    const app = await paid();
    await erase(app);
    const token = await app.token({ role: 'admin' });
    const headers = { 'if-match': '*' };
    const replies = [
      await as(app, 'maker', 'POST', '/v1/partners/ptn_1/payees', account),
      await as(app, 'checker', 'POST', '/v1/partners/ptn_1/payees/1/approval'),
      await as(app, 'checker', 'GET', `${BATCH}/remittance-file`),
      await app.call('PUT', '/v1/partners/ptn_1/profile', { token, body: profile, headers }),
    ];
    for (const { status, json, text } of replies) expect([status, json.code], text).toEqual([409, 'partner.erased']);
  });

  it('is refused while money is owed or on its way, and says which', async () => {
    const owed = await erase(await closedOctober());
    expect([owed.status, owed.json.code]).toEqual([409, 'partner.money-open']);
    expect(owed.json.detail).toContain('payable 5000 JPY in prg_1');
    const app = await prepared();
    await approve(app);
    expect((await erase(app)).json.detail).toContain('the payout of prg_1 for 2026-10 is approved');
    expect((await app.deps.stores.partnerKeys.partnerKey(MERCHANT, 'ptn_1'))?.erased).toBe(null);
  });

  it('is refused while a membership goes on after the last closed month', async () => {
    const app = await paid(async () => {});
    const refused = await erase(app);
    expect(refused.json.detail).toContain(
      'not settled yet: the membership of prg_1 goes on after the last closed month',
    );
  });

  it('is refused while an adjustment waits for the next close', async () => {
    const app = await paid();
    const adjustment = { adjustmentId: 'adj_1', partnerId: 'ptn_1', amount: { amount: '-750', currency: 'JPY' } };
    const why = { effectiveAt: '2026-11-01T00:00:00Z', reason: 'fee', text: 'Cost of returned goods' };
    await post(app, programPath('adjustments'), { ...adjustment, ...why });
    expect((await erase(app)).json.detail).toContain('adjustment in prg_1 waits for the next close');
  });

  it('said again answers the first, and destroys the key that a restored backup brought back', async () => {
    const app = await aPartner();
    await withProfile(app);
    const { partnerKeys, partners } = app.deps.stores;
    const [key, stored] = [await partnerKeys.partnerKey(MERCHANT, 'ptn_1'), await partners.profile(MERCHANT, 'ptn_1')];
    const first = await erase(app);
    const [dead, empty] = [await partnerKeys.partnerKey(MERCHANT, 'ptn_1'), await partners.profile(MERCHANT, 'ptn_1')];
    if (key === null || stored === null) throw new Error('nothing was sealed');
    await partnerKeys.advancePartnerKey(MERCHANT, dead, key);
    await partners.advanceProfile(MERCHANT, empty, stored);
    const token = await app.token({ role: 'auditor' });
    const { json } = await app.call('GET', '/v1/erasures', { token });
    expect(json.erasures).toMatchObject([{ partnerId: 'ptn_1', at: first.json.at, by: 'dpo', ...REASON }]);
    const again = await as(app, 'another', 'POST', PATH, { reasonCode: 'retention-ended', text: 'after a restore' });
    expect(again.json).toEqual(first.json);
    expect(await partnerKeys.partnerKey(MERCHANT, 'ptn_1')).toEqual(dead);
    expect(await partners.profile(MERCHANT, 'ptn_1')).toEqual(empty);
  });

  it('writes over what was sealed before partners had keys, which is readable until then', async () => {
    const app = await aPartner();
    const { partners } = app.deps.stores;
    const context = JSON.stringify(['partner-contact', MERCHANT, 'ptn_1']);
    const sealed = await app.deps.cipher.seal(JSON.stringify(contact), context);
    const open = { displayName: 'Sakura', websites: [], description: '茶', language: null };
    const old = { partnerId: 'ptn_1', revision: 1, open, contact: sealed, by: 'usr', at: 0 };
    await partners.advanceProfile(MERCHANT, null, old);
    const seen = await as(app, 'dpo', 'GET', '/v1/partners/ptn_1');
    expect(seen.json.profile).toEqual({ ...open, contact });
    expect((await erase(app)).status).toBe(200);
    expect(await partners.profile(MERCHANT, 'ptn_1')).toMatchObject({ revision: 2, sealed: null, by: 'dpo' });
    expect(JSON.stringify(await partners.profile(MERCHANT, 'ptn_1'))).not.toContain('茶');
  });

  it('stands in the audit log with its reason and with values masked', async () => {
    const app = await aPartner();
    await withProfile(app);
    await as(app, 'maker', 'POST', '/v1/partners/ptn_1/payees', account);
    await erase(app);
    expect((await as(app, 'dpo', 'GET', '/v1/partners/ptn_1')).json.payee).toEqual({ inForce: null, draft: null });
    const { json, text } = await as(app, 'dpo', 'GET', '/v1/audit-log?thing=partner/ptn_1');
    const made = json.entries.filter(({ operation }: { operation: string }) => operation === 'erasePartner');
    expect(made.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'erasure',
      'partner-key',
      'payee',
      'profile',
    ]);
    expect(made.find(({ kind }: { kind: string }) => kind === 'partner-key')).toMatchObject({
      actor: 'dpo',
      before: { wrapped: '***' },
      after: { erased: REASON },
    });
    for (const secret of ['taro', '桜', '茶', 'partner1.', 'local1.', '1234567']) expect(text).not.toContain(secret);
  });

  it('is for admins, with a reason of the list, of a partner that there is', async () => {
    const app = await aPartner();
    for (const role of ['partner-manager', 'finance-checker', 'auditor', 'partner-admin'] as const) {
      expect((await app.call('POST', PATH, { token: await app.token({ role }), body: REASON })).status).toBe(403);
    }
    const wrong = await erase(app, { ...REASON, reasonCode: 'because' });
    expect([wrong.status, wrong.json.errors[0].field]).toEqual([422, 'reasonCode']);
    const missing = await as(app, 'dpo', 'POST', '/v1/partners/ptn_2/erasure', REASON);
    expect([missing.status, missing.json.code]).toEqual([404, 'partner.not-found']);
  });
});

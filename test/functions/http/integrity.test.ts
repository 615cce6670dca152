import { describe, expect, it } from 'vitest';
import { checkStatement } from '../../../domain/integrity/statement-integrity.ts';
import { signedPart } from '../../../domain/integrity/statement-parts.ts';
import { recomputed } from '../../../domain/statement/recompute.ts';
import { integritySchema, statementSchema } from '../../../functions/contract/schemas/statement.ts';
import { sha256Bytes, verifyEd25519 } from '../../../functions/runtime/ed25519.ts';
import { aClosedShop, downloadedStatement, settle } from '../../support/closed-shop.ts';
import { programPath } from '../../support/shop.ts';

const KEYS = '/v1/merchants/mer_1/keys';
const ROOTS = '/v1/merchants/mer_1/programs/prg_1/roots';

describe('keys and roots', () => {
  it('are public, may be cached, and say nothing of who does not exist', async () => {
    const app = await aClosedShop();
    for (const path of [KEYS, ROOTS]) {
      const reply = await app.call('GET', path, { token: null });
      expect(reply.status).toBe(200);
      expect(reply.headers['cache-control']).toBe('public, max-age=300');
    }
    expect((await app.call('GET', KEYS, { token: null })).json.keys).toHaveLength(1);
    expect((await app.call('GET', ROOTS, { token: null })).json.roots).toHaveLength(1);
    expect((await app.call('GET', KEYS.replace('mer_1', 'mer_9'), { token: null })).json).toEqual({
      keys: [],
      next: null,
    });
    expect((await app.call('GET', ROOTS.replace('prg_1', 'prg_9'), { token: null })).json).toEqual({
      roots: [],
      next: null,
    });
  });

  it('are chained from close to close, across a rotation of keys', async () => {
    const app = await aClosedShop();
    const rotated = await app.call('POST', '/v1/keys');
    expect(rotated.status).toBe(201);
    await settle(app, '2026-11', '2026-12-02T00:00:00+09:00');
    const { keys } = (await app.call('GET', KEYS, { token: null })).json;
    expect(keys.map(({ validTo }: { validTo: string | null }) => validTo)).toEqual([keys[1].validFrom, null]);
    const { roots } = (await app.call('GET', ROOTS, { token: null })).json;
    expect(roots.map(({ periodId }: { periodId: string }) => periodId)).toEqual(['2026-10', '2026-11']);
    expect([roots[0].previousRoot, roots[1].previousRoot]).toEqual([null, roots[0].chainHash]);
    expect(roots.map(({ keyId }: { keyId: string }) => keyId)).toEqual(
      keys.map(({ keyId }: { keyId: string }) => keyId),
    );
  });

  it('cannot be rotated by finance or a partner', async () => {
    const app = await aClosedShop();
    for (const role of ['finance-maker', 'finance-checker', 'partner-admin', 'ingest'] as const) {
      expect((await app.call('POST', '/v1/keys', { token: await app.token({ role }) })).status).toBe(403);
    }
  });
});

describe('a statement of a closed period', () => {
  it('carries its proof, and a public key is all that is needed to check it', async () => {
    const app = await aClosedShop();
    const statement = await downloadedStatement(app, '2026-10');
    expect(recomputed(statementSchema.parse(statement))).toEqual([]);
    const [key] = (await app.call('GET', KEYS, { token: null })).json.keys;
    const verifier = { sha256: sha256Bytes, verify: verifyEd25519, key };
    const integrity = integritySchema.parse(statement['integrity']);
    expect(checkStatement(signedPart(statement), integrity, verifier)).toEqual([]);
    const forged = signedPart({ ...statement, payout: '999999' });
    expect(checkStatement(forged, integrity, verifier)).toEqual([
      { type: 'changed', section: 'head', index: 0, names: '' },
    ]);
  });

  it('stays proven by the same root when its document is corrected', async () => {
    const app = await aClosedShop();
    const first = await downloadedStatement(app, '2026-10');
    const path = `/v1/statements/${encodeURIComponent(String(first['statementId']))}/corrections`;
    const body = { version: 1, reason: '宛名の誤り', adjustments: [] };
    expect((await app.call('POST', path, { token: await app.token({ role: 'finance-maker' }), body })).status).toBe(
      200,
    );
    const second = await downloadedStatement(app, '2026-10');
    expect(second['document']).toMatchObject({ version: 2, correction: { version: 1 } });
    expect(second['integrity']).toEqual(first['integrity']);
    expect(recomputed(statementSchema.parse(second))).toEqual([]);
    const [key] = (await app.call('GET', KEYS, { token: null })).json.keys;
    const verifier = { sha256: sha256Bytes, verify: verifyEd25519, key };
    expect(checkStatement(signedPart(second), integritySchema.parse(second['integrity']), verifier)).toEqual([]);
  });

  it('is not handed out when it is no longer what was signed', async () => {
    const app = await aClosedShop();
    const { runs } = app.deps.stores;
    const { statement } = runs;
    Object.assign(runs, {
      statement: async (...given: Parameters<typeof statement>) =>
        (await statement(...given))?.replace('"paid"', '"debt"'),
    });
    const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
    const { json } = await app.call('GET', '/v1/statements', { token });
    const reply = await app.call('GET', `/v1/statements/${encodeURIComponent(json.statements[0].statementId)}`, {
      token,
    });
    expect([reply.status, reply.json.code]).toEqual([500, 'internal']);
  });
});

describe('the books of a closed period', () => {
  it('are exported with the hashes that were signed; what was posted after the close comes with the next', async () => {
    const app = await aClosedShop();
    const october = (await app.call('GET', programPath('periods/2026-10/audit'))).json;
    expect(october.next).toBeNull();
    const kinds = (page: { entries: string[] }) => page.entries.map((text) => JSON.parse(text).kind);
    expect(kinds(october).filter((kind: string) => kind === 'accrual')).toHaveLength(3);
    expect(kinds(october)).not.toContain('payout');
    await settle(app, '2026-11', '2026-12-02T00:00:00+09:00');
    const { roots } = (await app.call('GET', ROOTS, { token: null })).json;
    for (const { periodId, entryCount, partnerCount } of roots) {
      const page = (await app.call('GET', programPath(`periods/${periodId}/audit`))).json;
      expect([page.entries.length, page.leaves.length]).toEqual([entryCount, partnerCount]);
    }
  });

  it('are for finance, of closed periods, and of the caller’s own programs', async () => {
    const app = await aClosedShop();
    const path = programPath('periods/2026-10/audit');
    expect((await app.call('GET', path, { token: await app.token({ role: 'partner-admin' }) })).status).toBe(403);
    const foreign = await app.token({ role: 'finance-maker', merchantId: 'mer_2' });
    expect((await app.call('GET', path, { token: foreign })).json.code).toBe('program.not-found');
    expect((await app.call('GET', programPath('periods/2026-11/audit'))).json.code).toBe('root.not-found');
    expect((await app.call('GET', `${path}?after=x`)).status).toBe(422);
  });
});

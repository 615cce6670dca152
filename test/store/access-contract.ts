import { describe, expect, it } from 'vitest';
import type { Erasure, PartnerKey } from '../../domain/partner/erasure.ts';
import { auditEntryOf } from '../../functions/audit/audit-entry.ts';
import type { ApiKey } from '../../functions/identity/api-key.ts';
import { newApiKeyText, rotated, secretOf } from '../../functions/identity/api-key.ts';
import type { AuditPage, AuditPlace } from '../../functions/store/audit-store.ts';
import { auditPosition } from '../../functions/store/audit-store.ts';
import type { Stores } from '../../functions/store/store.ts';
import { at } from '../support/build.ts';
import { aScope } from './facts.ts';

const NOW = at('2026-10-02T09:00:00Z');
const by = '佐藤';

const anErasure = (partnerId: string): Erasure => {
  return { partnerId, at: NOW, by, reasonCode: 'person-asked', text: 'Request 2026-017' };
};

/** Keys of servers, on which days they were used, and who did what. */
export function accessContract(storesOf: () => Stores): void {
  describe('keys of servers', () => {
    const aSecret = () => secretOf(newApiKeyText(), { since: NOW, goodUntil: NOW + 1, by });
    const aKey = (): ApiKey => {
      const { merchantId } = aScope();
      const what = { keyId: 'erp', name: '基幹システム', role: 'finance-maker', partnerId: null } as const;
      return { merchantId, ...what, secrets: [aSecret()], revision: 1, createdAt: NOW, createdBy: by, revoked: null };
    };

    it('are found by the hash of each secret they ever had, and change once at a time', async () => {
      const { apiKeys } = storesOf();
      const first = aKey();
      const second = rotated(first, aSecret(), NOW);
      expect(await apiKeys.advanceApiKey(null, first)).toBe(true);
      expect(await apiKeys.advanceApiKey(null, first)).toBe(true);
      expect(await apiKeys.advanceApiKey(first, second)).toBe(true);
      expect(await apiKeys.advanceApiKey(first, { ...second, name: 'x' })).toBe(false);
      for (const { hash } of second.secrets) expect(await apiKeys.apiKeyByHash(hash)).toEqual(second);
      expect(await apiKeys.apiKeyByHash('0')).toBe(null);
      expect(await apiKeys.apiKey(first.merchantId, 'erp')).toEqual(second);
      expect(await apiKeys.apiKeys(first.merchantId)).toEqual([second]);
      expect(await apiKeys.apiKeys(aScope().merchantId)).toEqual([]);
    });

    it('leave who did what, to be found by time, actor and thing, in pages', async () => {
      const { audit } = storesOf();
      const { merchantId } = aScope();
      const actor = { merchantId, subject: by, role: null, operation: 'seal', requestId: null, places: {} };
      const entries = ['2026-09-30T23:59:59Z', '2026-10-01T00:00:00Z', '2026-11-05T00:00:00Z'].map((time, index) => {
        const change = { kind: 'partner', before: null, after: { partnerId: `ptn_${index % 2}#`, feeMinor: 5n } };
        return auditEntryOf(actor, change, at(time));
      });
      for (const entry of entries) await audit.putAuditEntry(entry);
      const whole = { from: 0, to: at('2026-12-01T00:00:00Z'), after: null, limit: 10 };
      const ids = async (...asked: readonly [AuditPlace, AuditPage]) =>
        (await audit.auditEntries(merchantId, ...asked)).map(({ entryId }) => entryId);
      const all = entries.map(({ entryId }) => entryId);
      expect(await ids({ by: 'time' }, { ...whole, from: at('2026-09-01T00:00:00Z') })).toEqual(all);
      expect(await ids({ by: 'actor', actor: by }, whole)).toEqual(all);
      expect(await ids({ by: 'actor', actor: 'x' }, whole)).toEqual([]);
      expect(await ids({ by: 'thing', thing: 'partner/ptn_0#' }, whole)).toEqual([all[0], all[2]]);
      const october = { from: at('2026-10-01T00:00:00Z'), to: at('2026-11-01T00:00:00Z') };
      expect(await ids({ by: 'time' }, { ...whole, ...october })).toEqual([all[1]]);
      const [first] = entries;
      const after = first === undefined ? null : auditPosition(first);
      expect(await ids({ by: 'actor', actor: by }, { ...whole, after, limit: 1 })).toEqual([all[1]]);
      expect(await ids({ by: 'actor', actor: by }, { ...whole, to: at('2026-01-02T00:00:00Z'), after })).toEqual([]);
    });

    it('of partners are replaced by a tombstone once, and tell nobody else', async () => {
      const { partnerKeys } = storesOf();
      const { merchantId } = aScope();
      const first: PartnerKey = { partnerId: 'ptn_1', madeAt: NOW, wrapped: 'local1.a2V5', erased: null };
      const gone: PartnerKey = { ...first, wrapped: null, erased: anErasure('ptn_1') };
      expect(await partnerKeys.partnerKey(merchantId, 'ptn_1')).toBe(null);
      const another = { ...first, wrapped: 'local1.eA' };
      for (const key of [first, another, first])
        expect(await partnerKeys.putPartnerKey(merchantId, key)).toEqual(first);
      for (let twice = 0; twice < 2; twice += 1) {
        expect(await partnerKeys.advancePartnerKey(merchantId, first, gone)).toBe(true);
      }
      expect(await partnerKeys.advancePartnerKey(merchantId, first, another)).toBe(false);
      expect(await partnerKeys.putPartnerKey(merchantId, first)).toEqual(gone);
      expect(await partnerKeys.partnerKey(merchantId, 'ptn_1')).toEqual(gone);
      expect(await partnerKeys.partnerKey(aScope().merchantId, 'ptn_1')).toBe(null);
    });

    it('that were destroyed leave an erasure, of which the first stays', async () => {
      const { erasures } = storesOf();
      const { merchantId } = aScope();
      const [second, first] = [anErasure('ptn_2'), anErasure('ptn_1')];
      for (const erasure of [second, first]) expect(await erasures.putErasure(merchantId, erasure)).toEqual(erasure);
      expect(await erasures.putErasure(merchantId, { ...first, text: 'x', at: NOW + 1 })).toEqual(first);
      expect(await erasures.erasure(merchantId, 'ptn_1')).toEqual(first);
      expect(await erasures.erasure(merchantId, 'ptn_3')).toBe(null);
      expect(await erasures.erasures(merchantId)).toEqual([first, second]);
      expect(await erasures.erasures(aScope().merchantId)).toEqual([]);
    });

    it('tell the last day on which they were used', async () => {
      const { keyUses } = storesOf();
      const { merchantId } = aScope();
      expect(await keyUses.lastKeyUse(merchantId, 'erp')).toBe(null);
      for (const day of ['2026-10-02', '2026-10-11', '2026-10-11', '2026-10-03']) {
        await keyUses.noteKeyUse(merchantId, 'erp', at(`${day}T23:59:59Z`));
      }
      expect(await keyUses.lastKeyUse(merchantId, 'erp')).toBe('2026-10-11');
      expect(await keyUses.lastKeyUse(merchantId, 'erp2')).toBe(null);
    });
  });
}

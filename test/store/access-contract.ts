import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../functions/identity/api-key.ts';
import { newApiKeyText, rotated, secretOf } from '../../functions/identity/api-key.ts';
import type { Stores } from '../../functions/store/store.ts';
import { at } from '../support/build.ts';
import { aScope } from './facts.ts';

const NOW = at('2026-10-02T09:00:00Z');
const by = '佐藤';

/** Keys of servers, and on which days they were used. */
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

import { utcDay } from '../../../domain/time.ts';
import type { ApiKey } from '../../identity/api-key.ts';
import type { ApiKeyStore, KeyUseStore } from '../api-key-store.ts';
import { ordered } from '../order.ts';
import { replaceIf } from './put-once.ts';
import { getOrMake } from './spaces.ts';

export function memoryApiKeys(): ApiKeyStore {
  const keys = new Map<string, Map<string, ApiKey>>();
  const byHash = new Map<string, Pick<ApiKey, 'merchantId' | 'keyId'>>();
  const of = (merchantId: string) => getOrMake(keys, merchantId, () => new Map<string, ApiKey>());
  return {
    apiKeys: async (merchantId) => ordered(of(merchantId).values(), ({ keyId }) => keyId),
    apiKey: async (merchantId, keyId) => of(merchantId).get(keyId) ?? null,
    apiKeyByHash: async (hash) => {
      const found = byHash.get(hash);
      return found === undefined ? null : (of(found.merchantId).get(found.keyId) ?? null);
    },
    advanceApiKey: async (expected, next) => {
      const { merchantId, keyId, secrets } = next;
      const [newest] = secrets;
      if (newest !== undefined) byHash.set(newest.hash, { merchantId, keyId });
      return replaceIf(of(merchantId), keyId, expected, next);
    },
  };
}

export function memoryKeyUses(): KeyUseStore {
  const days = new Map<string, Set<string>>();
  const of = (merchantId: string, keyId: string) =>
    getOrMake(days, JSON.stringify([merchantId, keyId]), () => new Set<string>());
  return {
    noteKeyUse: async (merchantId, keyId, at) => {
      of(merchantId, keyId).add(utcDay(at));
    },
    lastKeyUse: async (merchantId, keyId) => [...of(merchantId, keyId)].sort().at(-1) ?? null,
  };
}

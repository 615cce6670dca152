import type { ApiKey } from '../../identity/api-key.ts';
import type { ApiKeyStore, KeyUseStore } from '../api-key-store.ts';
import { ordered } from '../order.ts';
import type { Table } from './items.ts';
import { getFact, lastBefore, listFacts, putIfAbsent, putOnce, replaceFactIf } from './items.ts';
import { key, partitions } from './table.ts';

type Found = Pick<ApiKey, 'merchantId' | 'keyId'>;

export function dynamoApiKeys(records: Table): ApiKeyStore {
  const apiKey: ApiKeyStore['apiKey'] = async (merchantId, keyId) =>
    await getFact<ApiKey>(records, key.apiKey(merchantId, keyId));
  return {
    apiKeys: async (merchantId) =>
      ordered(await listFacts<ApiKey>(records, partitions.apiKeys(merchantId)), ({ keyId }) => keyId),
    apiKey,
    apiKeyByHash: async (hash) => {
      const found = await getFact<Found>(records, key.apiKeyHash(hash));
      return found === null ? null : await apiKey(found.merchantId, found.keyId);
    },
    advanceApiKey: async (expected, next) => {
      const { merchantId, keyId, createdAt: recordedAt, secrets } = next;
      const [newest] = secrets;
      // What finds it goes ahead: a secret that was shown and is found nowhere would be of no use.
      if (newest !== undefined) {
        const fact: Found = { merchantId, keyId };
        await putOnce(records, { key: key.apiKeyHash(newest.hash), type: null, fact, recordedAt });
      }
      const row = { key: key.apiKey(merchantId, keyId), type: null, fact: next, recordedAt };
      return await replaceFactIf(records, row, expected);
    },
  };
}

export function dynamoKeyUses(audit: Table): KeyUseStore {
  return {
    noteKeyUse: async (merchantId, keyId, at) => {
      await putIfAbsent(audit, key.keyUse(merchantId, keyId, at));
    },
    lastKeyUse: async (merchantId, keyId) => {
      const [pk = ''] = partitions.keyUses(merchantId, keyId);
      return (await lastBefore(audit, pk, '~'))?.sk ?? null;
    },
  };
}

import type { Erasure, PartnerKey } from '../../../domain/partner/erasure.ts';
import type { ErasureStore, PartnerKeyStore } from '../erasure-store.ts';
import { ordered } from '../order.ts';
import type { Recorded } from '../scope.ts';
import { putOnce, replaceIf } from './put-once.ts';
import { getOrMake } from './spaces.ts';

export function memoryPartnerKeys(): PartnerKeyStore {
  const keys = new Map<string, Map<string, PartnerKey>>();
  const of = (merchantId: string) => getOrMake(keys, merchantId, () => new Map<string, PartnerKey>());
  return {
    partnerKey: async (merchantId, partnerId) => of(merchantId).get(partnerId) ?? null,
    putPartnerKey: async (merchantId, key) => {
      replaceIf(of(merchantId), key.partnerId, null, key);
      return of(merchantId).get(key.partnerId) ?? key;
    },
    advancePartnerKey: async (merchantId, expected, next) => replaceIf(of(merchantId), next.partnerId, expected, next),
  };
}

export function memoryErasures(): ErasureStore {
  const erasures = new Map<string, Map<string, Recorded<Erasure>>>();
  const of = (merchantId: string) => getOrMake(erasures, merchantId, () => new Map<string, Recorded<Erasure>>());
  return {
    putErasure: async (merchantId, fact) =>
      putOnce(of(merchantId), fact.partnerId, { fact, recordedAt: fact.at }).stored.fact,
    erasure: async (merchantId, partnerId) => of(merchantId).get(partnerId)?.fact ?? null,
    erasures: async (merchantId) =>
      ordered(
        [...of(merchantId).values()].map(({ fact }) => fact),
        ({ partnerId }) => partnerId,
      ),
  };
}

import type { MerchantId } from '../../../domain/ids.ts';
import type { Erasure, PartnerKey } from '../../../domain/partner/erasure.ts';
import type { ErasureStore, PartnerKeyStore } from '../erasure-store.ts';
import { ordered } from '../order.ts';
import type { Row, Table } from './items.ts';
import { getFact, listFacts, putOnce, replaceFactIf } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoPartnerKeys(records: Table): PartnerKeyStore {
  return {
    partnerKey: async (merchantId, partnerId) =>
      await getFact<PartnerKey>(records, key.partnerKey(merchantId, partnerId)),
    putPartnerKey: async (merchantId, made) => (await putOnce(records, rowOf(merchantId, made))).stored.fact,
    advancePartnerKey: async (merchantId, expected, next) =>
      await replaceFactIf(records, rowOf(merchantId, next), expected),
  };
}

function rowOf(merchantId: MerchantId, fact: PartnerKey): Row<PartnerKey> {
  return { key: key.partnerKey(merchantId, fact.partnerId), type: null, fact, recordedAt: fact.madeAt };
}

export function dynamoErasures(audit: Table): ErasureStore {
  return {
    putErasure: async (merchantId, fact) => {
      const row = { key: key.erasure(merchantId, fact.partnerId), type: null, fact, recordedAt: fact.at };
      return (await putOnce<Erasure>(audit, row)).stored.fact;
    },
    erasure: async (merchantId, partnerId) => await getFact<Erasure>(audit, key.erasure(merchantId, partnerId)),
    erasures: async (merchantId) =>
      ordered(await listFacts<Erasure>(audit, partitions.erasures(merchantId)), ({ partnerId }) => partnerId),
  };
}

import type { MerchantId, PartnerId } from '../../domain/ids.ts';
import type { Erasure, PartnerKey } from '../../domain/partner/erasure.ts';

/** Keys of partners, each sealed by the key of the host. What a key sealed is gone when the key is. */
export interface PartnerKeyStore {
  partnerKey(merchantId: MerchantId, partnerId: PartnerId): Promise<PartnerKey | null>;
  /** The first key of a partner stays; answers that one, or its tombstone. */
  putPartnerKey(merchantId: MerchantId, key: PartnerKey): Promise<PartnerKey>;
  /** Replaces the key if it is still `expected` (null: absent); what was there is gone. False when somebody else was first. */
  advancePartnerKey(merchantId: MerchantId, expected: PartnerKey | null, next: PartnerKey): Promise<boolean>;
}

/** Whose data was erased: kept apart from the keys, where things are only ever added, so that it outlives a restore of them. */
export interface ErasureStore {
  /** The first erasure of a partner stays; answers that one. */
  putErasure(merchantId: MerchantId, erasure: Erasure): Promise<Erasure>;
  erasure(merchantId: MerchantId, partnerId: PartnerId): Promise<Erasure | null>;
  /** By partner id. */
  erasures(merchantId: MerchantId): Promise<readonly Erasure[]>;
}

import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { ApiKey } from '../identity/api-key.ts';

/** Keys of servers. Whoever shows one has no token, so it is found by the hash of its secret alone. */
export interface ApiKeyStore {
  /** By id, also those that were revoked. */
  apiKeys(merchantId: MerchantId): Promise<readonly ApiKey[]>;
  apiKey(merchantId: MerchantId, keyId: string): Promise<ApiKey | null>;
  /** The key that once bore the secret of that hash; whether it still does, the key says. */
  apiKeyByHash(hash: string): Promise<ApiKey | null>;
  /** Replaces the key if it is still `expected` (null: absent); what finds it by its newest secret goes ahead. False when somebody else was first. */
  advanceApiKey(expected: ApiKey | null, next: ApiKey): Promise<boolean>;
}

/** On which days keys were used: written at most once a day by each process, and read by nobody who waits. */
export interface KeyUseStore {
  noteKeyUse(merchantId: MerchantId, keyId: string, at: Instant): Promise<void>;
  /** The last UTC day, `2026-11-01`, or null: never. */
  lastKeyUse(merchantId: MerchantId, keyId: string): Promise<string | null>;
}

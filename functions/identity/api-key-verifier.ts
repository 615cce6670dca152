import { DomainError } from '../../domain/errors.ts';
import { DAY_MS, SECOND_MS } from '../../domain/time.ts';
import { API_KEY_SECONDS_MAX } from '../limits.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../store/store.ts';
import type { ApiKey } from './api-key.ts';
import { apiKeyHash, goodSecret, keySubject } from './api-key.ts';
import type { Caller } from './caller.ts';
import { callerOf, claimsOf } from './caller.ts';

/** The caller that an API key names; anything that is no good key is refused. */
export type ApiKeyVerifier = (text: string) => Promise<Caller>;

const KEPT_MAX = 10_000;

/**
 * Checks API keys by the hash of their secret. What was read is kept for a minute, so that a shop's key is not read with every one
 * of its thousand sales a second: a key that is revoked or rotated away opens nothing after that minute, in any process. That a
 * key was used is noted once a day by each process, under a key of the day, so no two writes ever meet. Keys live in real time,
 * as tokens do.
 */
export function apiKeyVerifier(
  stores: Pick<Stores, 'apiKeys' | 'keyUses'>,
  clock: () => number = Date.now,
): ApiKeyVerifier {
  const kept = new Map<string, { readonly key: ApiKey; readonly readAt: number }>();
  const usedOn = new Map<string, number>();

  const read = async (hash: string, now: number): Promise<ApiKey | null> => {
    const there = kept.get(hash);
    if (there !== undefined && now - there.readAt < API_KEY_SECONDS_MAX * SECOND_MS) return there.key;
    kept.delete(hash);
    const key = await stores.apiKeys.apiKeyByHash(hash);
    if (key === null) return null;
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(hash, { key, readAt: now });
    return key;
  };

  const noteUse = async ({ merchantId, keyId }: ApiKey, now: number): Promise<void> => {
    const name = JSON.stringify([merchantId, keyId]);
    const day = Math.floor(now / DAY_MS);
    if (usedOn.get(name) === day) return;
    if (usedOn.size >= KEPT_MAX) usedOn.clear();
    usedOn.set(name, day);
    try {
      await stores.keyUses.noteKeyUse(merchantId, keyId, now);
    } catch (error) {
      // That it cannot be noted is no reason to turn a sale away.
      logger.warn('use of a key not noted', { keyId, error: error as Error });
    }
  };

  return async (text) => {
    const now = clock();
    const hash = apiKeyHash(text);
    const key = await read(hash, now);
    const secret = key === null ? null : goodSecret(key, hash, now);
    if (key === null || secret === null) throw refusalOf(key);
    await noteUse(key, now);
    const { keyId, merchantId, role, partnerId } = key;
    const subject = keySubject(keyId, secret.by);
    return callerOf(claimsOf({ subject, merchantId, role, partnerId } as Caller));
  };
}

/** Whoever shows the secret of a key may hear what became of it. */
function refusalOf(key: ApiKey | null): DomainError {
  if (key === null)
    return new DomainError('access.unauthenticated', {
      en: 'the key is not one of ours',
      ja: 'APIキーが正しくありません',
    });
  if (key.revoked !== null)
    return new DomainError('access.unauthenticated', {
      en: `the key ${key.keyId} was revoked`,
      ja: `APIキー${key.keyId}は失効しています`,
    });
  return new DomainError('access.token-expired', {
    en: `this secret of the key ${key.keyId} has ended; take the new one`,
    ja: `APIキー${key.keyId}のこのシークレットは期限切れです。新しいシークレットを使ってください。`,
  });
}

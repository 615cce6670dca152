import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, HOUR_MS } from '../../../domain/time.ts';
import type { ApiKey } from '../../identity/api-key.ts';
import { rotated, secretOf } from '../../identity/api-key.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { SeenRevision } from '../revision.ts';
import { requireRevision } from '../revision.ts';

/** Keys of one merchant that are not revoked. */
const KEYS_MAX = 100;

/** Who changes a key, and when; keys live in real time, as tokens do, also on a host whose clock is set to another month. */
export interface ByAdmin {
  readonly merchantId: MerchantId;
  readonly by: string;
  readonly now: Instant;
}

interface NewSecret {
  /** The text of the key, to be shown once. */
  readonly text: string;
  readonly expiresInDays: number;
}

export type CreateApiKey = ByAdmin & NewSecret & Pick<ApiKey, 'keyId' | 'name' | 'role' | 'partnerId'>;

/** The key, and its text where this very call made it: a repetition does not show it again. */
export interface CreatedApiKey {
  readonly key: ApiKey;
  readonly text: string | null;
}

export async function createApiKey(deps: Deps, command: CreateApiKey): Promise<CreatedApiKey> {
  const { merchantId, keyId, name, role, partnerId, text, by, now, expiresInDays } = command;
  if (partnerId !== null && (await deps.stores.partners.partner(merchantId, partnerId)) === null) {
    throw new DomainError(
      'reference.unknown',
      { en: `there is no partner "${partnerId}"`, ja: `パートナー"${partnerId}"は見つかりません` },
      { field: 'partnerId' },
    );
  }
  const { apiKeys } = deps.stores;
  const all = await apiKeys.apiKeys(merchantId);
  const before = all.find((each) => each.keyId === keyId);
  if (before !== undefined) return { key: repeated(before, command), text: null };
  if (all.filter(({ revoked }) => revoked === null).length >= KEYS_MAX) {
    throw new DomainError('key.too-many', {
      en: `there are ${KEYS_MAX} keys, as many as there may be; revoke one`,
      ja: `APIキーは上限の${KEYS_MAX}件に達しています。使っていないキーを失効させてください。`,
    });
  }
  const secret = secretOf(text, { since: now, goodUntil: now + expiresInDays * DAY_MS, by });
  const whose = { merchantId, keyId, name, role, partnerId };
  const key: ApiKey = { ...whose, secrets: [secret], revision: 1, createdAt: now, createdBy: by, revoked: null };
  if (await apiKeys.advanceApiKey(null, key)) return { key, text };
  return { key: repeated(await apiKeyOf(deps, command), command), text: null };
}

/** Refuses one that there is not. */
export async function apiKeyOf(
  deps: Deps,
  { merchantId, keyId }: Pick<ApiKey, 'merchantId' | 'keyId'>,
): Promise<ApiKey> {
  const key = await deps.stores.apiKeys.apiKey(merchantId, keyId);
  if (key === null)
    throw new DomainError('key.not-found', {
      en: `there is no key "${keyId}"`,
      ja: `APIキー"${keyId}"は見つかりません`,
    });
  return key;
}

export interface RotateApiKey extends ByAdmin, NewSecret {
  readonly keyId: string;
  /** How long the secret before stays good; 0: it leaked. */
  readonly overlapHours: number;
  readonly seen: SeenRevision;
}

export async function rotateApiKey(deps: Deps, command: RotateApiKey): Promise<CreatedApiKey> {
  const { keyId, text, by, now, expiresInDays, overlapHours, seen } = command;
  const before = await apiKeyOf(deps, command);
  if (before.revoked !== null)
    throw new DomainError('key.revoked', {
      en: `${keyId} was revoked; make another one`,
      ja: `${keyId}は失効しています。新しいキーを作成してください。`,
    });
  const name = { en: `key ${keyId}`, ja: `APIキー${keyId}` };
  requireRevision({ name, revision: before.revision, code: 'key.edited' }, seen);
  const secret = secretOf(text, { since: now, goodUntil: now + expiresInDays * DAY_MS, by });
  const key = rotated(before, secret, now + overlapHours * HOUR_MS);
  if (await deps.stores.apiKeys.advanceApiKey(before, key)) return { key, text };
  throw new DomainError('key.edited', {
    en: `${keyId} was changed in the meantime; read it again`,
    ja: `${keyId}はその間に変更されました。もう一度読み込んでください。`,
  });
}

export interface RevokeApiKey extends ByAdmin {
  readonly keyId: string;
  readonly reason: string;
}

/** Opens nothing any more, for good; who does it again finds it done. */
export async function revokeApiKey(deps: Deps, command: RevokeApiKey): Promise<ApiKey> {
  const { by, now: at, reason } = command;
  const before = await apiKeyOf(deps, command);
  if (before.revoked !== null) return before;
  const key = { ...before, revision: before.revision + 1, revoked: { at, by, reason } };
  if (await deps.stores.apiKeys.advanceApiKey(before, key)) return key;
  // Somebody changed it at the same moment; a key that is to be shut is shut whatever else became of it.
  return await revokeApiKey(deps, command);
}

function repeated(key: ApiKey, { name, role, partnerId }: Pick<ApiKey, 'name' | 'role' | 'partnerId'>): ApiKey {
  const isSame = canonical([key.name, key.role, key.partnerId]) === canonical([name, role, partnerId]);
  if (isSame && key.revoked === null) return key;
  const what =
    key.revoked === null
      ? { en: 'has other content', ja: '内容の異なるキーとして登録済みです' }
      : { en: 'was revoked; take another id', ja: '失効しています。別のIDにしてください。' };
  throw new DomainError('key.conflict', {
    en: `the key "${key.keyId}" ${what.en}`,
    ja: `APIキー"${key.keyId}"は${what.ja}`,
  });
}

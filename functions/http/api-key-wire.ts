import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { formatInstant } from '../../domain/time.ts';
import type { ApiKey } from '../identity/api-key.ts';
import type { Caller } from '../identity/caller.ts';
import type { Deps } from '../runtime/deps.ts';
import type { SeenRevision } from '../usecases/revision.ts';
import { entityTag, revisionSeen } from './if-match.ts';

/** Who acts, in real time: keys live in it, as tokens do. */
export function byAdmin({ merchantId, subject }: Caller): { merchantId: MerchantId; by: string; now: Instant } {
  return { merchantId, by: subject, now: Date.now() };
}

export function keySeen(headers: Readonly<Record<string, string | undefined>>): SeenRevision {
  return revisionSeen(headers['if-match'], 'key.edited');
}

export function keyHeaders({ revision }: ApiKey): Readonly<Record<string, string>> {
  return { etag: entityTag(revision) };
}

/** A key without its secrets. */
export async function keyAnswer(deps: Deps, key: ApiKey, now: Instant) {
  const { merchantId, keyId, name, role, partnerId, createdAt, createdBy, revoked } = key;
  const good = revoked === null ? key.secrets.filter(({ goodUntil }) => now < goodUntil) : [];
  return {
    keyId,
    name,
    role,
    partnerId,
    status: revoked !== null ? 'revoked' : good.length > 0 ? 'active' : 'expired',
    secrets: good.map(({ ending, since, goodUntil, by }) => {
      return { ending, since: formatInstant(since), goodUntil: formatInstant(goodUntil), by };
    }),
    lastUsedOn: await deps.stores.keyUses.lastKeyUse(merchantId, keyId),
    createdAt: formatInstant(createdAt),
    createdBy,
    revoked: revoked === null ? null : { ...revoked, at: formatInstant(revoked.at) },
  };
}

import type { MerchantId } from '../../../domain/ids.ts';
import type { DatedKey, SigningKey } from '../../../domain/integrity/signing-key.ts';
import { keyHistory } from '../../../domain/integrity/signing-key.ts';
import type { Deps } from '../../runtime/deps.ts';

/** The key that signs now. One that signs for the first time is put at the end of the history, where everybody finds it. */
export async function keyInUse(
  deps: Pick<Deps, 'stores' | 'signer' | 'now'>,
  merchantId: MerchantId,
): Promise<SigningKey> {
  const current = await deps.signer.current();
  const last = (await deps.stores.roots.keys(merchantId)).at(-1);
  if (last?.keyId === current.keyId) return last;
  const now = deps.now();
  // After whatever the key before may have signed, to the millisecond, even where the clock stands still.
  const validFrom = last === undefined ? now : Math.max(now, last.validFrom) + 1;
  const put = await deps.stores.roots.putKey(merchantId, { fact: { ...current, validFrom }, recordedAt: now });
  return put.stored.fact;
}

/** The keys of a merchant, oldest first, each with the time in which it signs. */
export async function listKeys({ stores }: Pick<Deps, 'stores'>, merchantId: MerchantId): Promise<readonly DatedKey[]> {
  return keyHistory(await stores.roots.keys(merchantId));
}

/** Replaces the signing key: what is signed from now on is by the new one, and what was signed before stays good. */
export async function rotateKey(deps: Deps, merchantId: MerchantId): Promise<SigningKey> {
  await keyInUse(deps, merchantId);
  await deps.signer.rotate();
  return await keyInUse(deps, merchantId);
}

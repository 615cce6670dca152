import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Caller } from '../../identity/caller.ts';
import type { Deps } from '../../runtime/deps.ts';

/** A partner that the caller may look at: a partner only itself. Others are answered as if they did not exist. */
export async function visiblePartner({ stores }: Deps, caller: Caller, partnerId: PartnerId): Promise<PartnerId> {
  const isOwn = caller.partnerId === null || caller.partnerId === partnerId;
  if (isOwn && (await stores.partners.partner(caller.merchantId, partnerId)) !== null) return partnerId;
  throw new DomainError(
    'partner.not-found',
    { en: `there is no partner ${partnerId}`, ja: `パートナー${partnerId}は見つかりません` },
    { field: 'partnerId' },
  );
}

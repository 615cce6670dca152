import type { MerchantId } from '../../../domain/ids.ts';
import type { Partner } from '../../../domain/partner/enrollment.ts';
import type { Deps } from '../../runtime/deps.ts';
import { accepted } from '../facts/put-fact.ts';

/** Creates a partner of a merchant; it earns only in the programs that it is enrolled in. */
export async function createPartner(
  deps: Deps,
  command: { merchantId: MerchantId; partner: Partner },
): Promise<Partner> {
  const { merchantId, partner } = command;
  const put = await deps.stores.partners.putPartner(merchantId, { fact: partner, recordedAt: deps.now() });
  return accepted(put, partner, {
    name: { en: `partner ${partner.partnerId}`, ja: `パートナー${partner.partnerId}` },
    code: 'partner.conflict',
  }).fact;
}

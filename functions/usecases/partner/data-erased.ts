import type { Deps } from '../../runtime/deps.ts';
import { partnerOwner } from '../payout/payee-change.ts';
import type { Whose } from './partner-cipher.ts';

/** What an erasure would make unreadable, and how many of it there are: a profile with its contact, versions of bank details. */
export interface DataErased {
  readonly what: 'profile' | 'bank-details';
  readonly count: number;
}

/** What of a partner's personal data can still be read, and would not be after an erasure; nothing when it was erased already. */
export async function dataErased({ stores }: Deps, { merchantId, partnerId }: Whose): Promise<readonly DataErased[]> {
  const [profile, payees] = await Promise.all([
    stores.partners.profile(merchantId, partnerId),
    stores.payees.payees(merchantId, partnerOwner(partnerId)),
  ]);
  const found: readonly DataErased[] = [
    { what: 'profile', count: profile === null || profile.sealed === null ? 0 : 1 },
    { what: 'bank-details', count: payees.filter(({ sealed }) => sealed !== null).length },
  ];
  return found.filter(({ count }) => count > 0);
}

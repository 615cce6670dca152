import { DomainError } from '../../domain/errors.ts';
import type { PartnerId } from '../../domain/ids.ts';
import type { Caller } from '../identity/caller.ts';

/** The partner that is asked about. Another one's is answered to a partner as if it did not exist. */
export function ownPartner(caller: Caller, partnerId: PartnerId): PartnerId {
  if (caller.partnerId === null || caller.partnerId === partnerId) return partnerId;
  throw new DomainError('partner.not-found', {
    en: `there is no partner "${partnerId}"`,
    ja: `パートナー"${partnerId}"は見つかりません`,
  });
}

/** Whose of many are looked for: a partner's own, one partner's that is named, or, null, everybody's. */
export function partnerSought(caller: Caller, named: PartnerId | undefined): PartnerId | null {
  return named === undefined ? caller.partnerId : ownPartner(caller, named);
}

/** A partner asks for itself; the merchant's people say for whom. */
export function partnerAsked(caller: Caller, named: PartnerId | undefined): PartnerId {
  const partnerId = partnerSought(caller, named);
  if (partnerId !== null) return partnerId;
  throw new DomainError(
    'request.invalid',
    {
      en: 'is required: say whose, as in "?partnerId=ptn_1"',
      ja: '必須です。"?partnerId=ptn_1"のようにパートナーを指定してください。',
    },
    { field: 'partnerId' },
  );
}

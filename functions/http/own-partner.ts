import { DomainError } from '../../domain/errors.ts';
import type { PartnerId } from '../../domain/ids.ts';
import type { Caller } from '../runtime/caller.ts';

/** The partner that is asked about. Another one's is answered to a partner as if it did not exist. */
export function ownPartner(caller: Caller, partnerId: PartnerId): PartnerId {
  if (caller.partnerId === null || caller.partnerId === partnerId) return partnerId;
  throw new DomainError('partner.not-found', `there is no partner "${partnerId}"`);
}

/** A partner asks for itself; finance says for whom. Another partner's list is answered as if it did not exist. */
export function partnerAsked(caller: Caller, named: string | undefined): string {
  if (caller.partnerId !== null) {
    if (named === undefined || named === caller.partnerId) return caller.partnerId;
    throw new DomainError('partner.not-found', `there is no partner "${named}"`);
  }
  if (named !== undefined) return named;
  throw new DomainError('request.invalid', 'is required: say whose, as in "?partnerId=ptn_1"', { field: 'partnerId' });
}

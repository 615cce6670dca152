import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';

/** Whose deal or claim it is: a partner's own, whatever it says; the merchant must say for whom. */
export function partnerOf(caller: PartnerId | null, named: PartnerId | null): PartnerId {
  if (caller === null) {
    if (named !== null) return named;
    throw new DomainError('request.invalid', 'is required: say whose it is', { field: 'partnerId' });
  }
  if (named === null || named === caller) return caller;
  throw new DomainError('request.invalid', `must be your own, ${caller}, or left out, got ${named}`, {
    field: 'partnerId',
  });
}

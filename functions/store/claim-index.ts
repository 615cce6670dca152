import type { Claim } from '../../domain/claim/claim.ts';
import { formatInstant, utcDay } from '../../domain/time.ts';
import type { ClaimPlace } from './claim-store.ts';

/** The places in which a claim is found, from its filing on. */
export function claimPlacesOf({ partnerId, filedAt }: Claim): readonly ClaimPlace[] {
  return [
    { by: 'partner', partnerId },
    { by: 'month', month: formatInstant(filedAt).slice(0, 7) },
  ];
}

/** Where it stands there: by when it was filed, then by its id. */
export function claimPositionOf({ filedAt, claimId }: Claim): string {
  return `${String(filedAt).padStart(16, '0')}#${claimId}`;
}

/** The UTC day on which somebody must look whether it was answered. */
export function claimDueDay({ answerBy }: Claim): string {
  return utcDay(answerBy);
}

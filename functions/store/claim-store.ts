import type { Claim, ClaimId, ClaimStep } from '../../domain/claim/claim.ts';
import type { PartnerId } from '../../domain/ids.ts';
import type { RowPage, Scope } from './scope.ts';

/** Where claims are listed, the oldest first: a partner's own, or all that were filed in a UTC month. */
export type ClaimPlace =
  | { readonly by: 'partner'; readonly partnerId: PartnerId }
  | { readonly by: 'month'; readonly month: string };

export interface IndexedClaim {
  readonly claimId: ClaimId;
  readonly position: string;
}

/** It is to be answered about now. */
export interface DueClaim extends Scope {
  readonly claimId: ClaimId;
}

/** Claims and appeals. Their steps are added and never changed. */
export interface ClaimStore {
  /** Adds a step. False when another step has this place in the history already. Safe to repeat. */
  appendStep(scope: Scope, step: ClaimStep, after: Claim): Promise<boolean>;
  /** By sequence. */
  steps(scope: Scope, claimId: ClaimId): Promise<readonly ClaimStep[]>;
  indexed(scope: Scope, place: ClaimPlace, page: RowPage): Promise<readonly IndexedClaim[]>;
  /** Of all merchants: claims that are to be answered by a UTC day. */
  dueOn(day: string): Promise<readonly DueClaim[]>;
}

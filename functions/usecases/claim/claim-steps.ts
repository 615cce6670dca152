import type { Claim, ClaimId, ClaimStep } from '../../../domain/claim/claim.ts';
import { afterStep, claimOf } from '../../../domain/claim/claim-state.ts';
import type { ClaimCommand } from '../../../domain/claim/decide-claim.ts';
import { decideClaim } from '../../../domain/claim/decide-claim.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { SeenRevision } from '../revision.ts';
import { requireRevision } from '../revision.ts';

/** Which claim, and for whom: a partner finds only its own, the merchant (null) all. */
export interface AskedClaim {
  readonly scope: Scope;
  readonly claimId: ClaimId;
  readonly partnerId: PartnerId | null;
}

/** What is changed, by whom, and which revision the caller saw. */
export interface ChangedClaim extends AskedClaim {
  readonly by: string;
  readonly seen: SeenRevision;
}

export async function claimHistory(
  { stores }: Pick<Deps, 'stores'>,
  { scope, claimId, partnerId }: AskedClaim,
): Promise<{ readonly claim: Claim; readonly steps: readonly ClaimStep[] }> {
  const steps = await stores.claims.steps(scope, claimId);
  const claim = claimOf(steps);
  if (claim !== null && (partnerId === null || claim.partnerId === partnerId)) return { claim, steps };
  throw new DomainError(
    'claim.not-found',
    { en: `there is no claim ${claimId}`, ja: `申請${claimId}は見つかりません` },
    { field: 'claimId' },
  );
}

/** Does what a command says, if the caller saw the claim as it stands; the same again changes nothing, also with an old tag. */
export async function changeClaim(deps: Deps, change: ChangedClaim, command: ClaimCommand): Promise<Claim> {
  const { claim } = await claimHistory(deps, change);
  return await stepped(deps, change, claim, command);
}

export async function stepped(
  deps: Deps,
  { scope, by, seen }: Pick<ChangedClaim, 'scope' | 'by' | 'seen'>,
  claim: Claim,
  command: ClaimCommand,
): Promise<Claim> {
  const step = decideClaim(claim, command, { at: deps.now(), by });
  if (step === null) return claim;
  requireRevision(
    {
      name: { en: `claim ${claim.claimId}`, ja: `申請${claim.claimId}` },
      revision: claim.sequence,
      code: 'claim.edited',
    },
    seen,
  );
  const after = afterStep(claim, step);
  if (await deps.stores.claims.appendStep(scope, step, after)) return after;
  throw new DomainError('claim.edited', {
    en: `claim ${claim.claimId} was changed meanwhile; read it again`,
    ja: `申請${claim.claimId}はその間に変更されました。もう一度読み込んでください。`,
  });
}

import type { AcceptedStep, Claim, ClaimedSale, ClaimId } from '../../../domain/claim/claim.ts';
import { isOpen } from '../../../domain/claim/claim-state.ts';
import { conversionOfClaim, saleOf } from '../../../domain/claim/claimed-conversion.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { RecordedConversion } from '../facts/record-conversion.ts';
import { recordOnce, requireRecordable } from '../facts/record-conversion.ts';
import { reviewConversion } from '../facts/review-conversion.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';
import { refuseFuture } from '../terms/known.ts';
import { programOf } from '../terms/load-terms.ts';
import type { ChangedClaim } from './claim-steps.ts';
import { claimHistory, stepped } from './claim-steps.ts';

/**
 * Accepts a claim, and records the conversion that it becomes: what would be refused then is refused now. The step is first: should the process end in between, the event of
 * the step, or the same call again, records the conversion all the same, under the claim's id and so once.
 */
export async function acceptClaim(
  deps: Deps,
  command: ChangedClaim & { readonly sale: ClaimedSale | null },
): Promise<{ readonly claim: Claim; readonly recorded: RecordedConversion }> {
  const { scope, by } = command;
  const { claim } = await claimHistory(deps, command);
  const name = { en: `claim ${claim.claimId}`, ja: `申請${claim.claimId}` };
  requireSecondPerson({ name, draftedBy: claim.filedBy }, by);
  const sale = command.sale ?? (await appealedSale(deps, scope, claim));
  refuseFuture(deps, sale.occurredAt);
  if (isOpen(claim)) await requireRecordable(deps, { scope, conversion: conversionOfClaim({ ...claim, sale }) });
  const after = await stepped(deps, command, claim, { kind: 'accept', sale });
  return { claim: after, recorded: await recordAcceptedClaim(deps, scope, claim.claimId) };
}

/** Records the conversion of a claim that was accepted, approved where conversions are reviewed; the same claim makes the same one. */
export async function recordAcceptedClaim(deps: Deps, scope: Scope, claimId: ClaimId): Promise<RecordedConversion> {
  const steps = await deps.stores.claims.steps(scope, claimId);
  const accepted = steps.find((step): step is AcceptedStep => step.kind === 'accepted');
  if (accepted === undefined) throw new Error(`claim ${claimId} was not accepted`);
  const recorded = await recordOnce(deps, { scope, conversion: conversionOfClaim(accepted) });
  const isReviewed = (await programOf(deps, scope)).review !== undefined;
  const before = isReviewed ? await deps.stores.conversions.review(scope, claimId) : null;
  if (isReviewed && before === null) {
    await reviewConversion(deps, { scope, conversionId: claimId, outcome: 'approved', by: accepted.by ?? claimId });
  }
  return recorded;
}

/** An appeal that is accepted without more is for what was sold. */
export async function appealedSale(deps: Deps, scope: Scope, { content }: Claim): Promise<ClaimedSale> {
  const recorded =
    content.kind === 'appeal' ? await deps.stores.conversions.conversion(scope, content.conversionId) : null;
  if (recorded !== null) return saleOf(recorded.fact);
  throw new DomainError(
    'request.invalid',
    { en: 'is required: say what was sold', ja: '必須です。販売の内容を指定してください。' },
    { field: 'sale' },
  );
}

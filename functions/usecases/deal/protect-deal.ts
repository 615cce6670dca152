import type { Deal, Judgement } from '../../../domain/deal/deal.ts';
import { afterStep, dealOf } from '../../../domain/deal/deal-state.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import type { DealCommand } from '../../../domain/deal/decide-deal.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import type { Rival } from '../../../domain/deal/rivals.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Protecting } from '../../store/deal-store.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';
import type { ChangedDeal } from './deal-steps.ts';
import { appendStep, ownDeal, requireSeen } from './deal-steps.ts';
import { findRivals } from './find-rivals.ts';

const TRIES_MAX = 5;

/** Approves the deal that was seen: from now on its customer is its partner's, unless a rival stands in the way. */
export async function approveDeal(
  deps: Deps,
  { judgements, ...change }: ChangedDeal & { readonly judgements: readonly Judgement[] },
): Promise<Deal> {
  return await protect(deps, change, (rivals) => ({ kind: 'approve', rivals, judgements }));
}

/** Prolongs a protection, once. */
export async function extendDeal(
  deps: Deps,
  { reason, ...change }: Omit<ChangedDeal, 'seen'> & { readonly reason: string },
): Promise<Deal> {
  return await protect(deps, { ...change, seen: '*' }, (rivals) => ({ kind: 'extend', rivals, reason }));
}

/**
 * Two people who approve two registrations of one customer at the same time must not both succeed, and no item can be written together
 * with another. So protections of a program are given one after the other: what is about to be given is noted in one item, on the
 * condition that nothing was noted since the rivals were looked at, and then done; whoever comes next first does what a crash
 * left noted.
 */
async function protect(
  deps: Deps,
  change: ChangedDeal,
  commandOf: (rivals: readonly Rival[]) => DealCommand,
): Promise<Deal> {
  const { scope, by } = change;
  const terms = dealTerms(await programOf(deps, scope));
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const noted = await deps.stores.deals.protecting(scope);
    await finish(deps, scope, noted);
    const deal = await ownDeal(deps, change);
    const command = commandOf(await findRivals(deps, scope, deal));
    const step = decideDeal(deal, command, { at: deps.now(), by, terms });
    if (step === null) return deal;
    requireSeen(deal, change.seen);
    if (await deps.stores.deals.advanceProtecting(scope, noted, { step }))
      return await appendStep(deps, scope, deal, step);
  }
  throw new DomainError('deal.busy', {
    en: `other deals of ${scope.programId} are being approved; try again`,
    ja: `${scope.programId}の他の案件を承認中です。もう一度お試しください。`,
  });
}

/** Safe to repeat. Where another step took its place in the deal's history, it was never done and never will be. */
async function finish({ stores }: Deps, scope: Scope, noted: Protecting | null): Promise<void> {
  if (noted === null) return;
  const { step } = noted;
  const before = (await stores.deals.steps(scope, step.dealId)).filter(({ sequence }) => sequence < step.sequence);
  await stores.deals.appendStep(scope, step, afterStep(dealOf(before), step));
}

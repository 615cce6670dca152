import { assertNever, Broken } from '../errors.ts';
import type { Instant } from '../time.ts';
import type { Claim, ClaimStep } from './claim.ts';

/** A claim as its steps have left it, in their order; null before the first. */
export function claimOf(steps: readonly ClaimStep[]): Claim | null {
  let claim: Claim | null = null;
  for (const step of steps) claim = afterStep(claim, step);
  return claim;
}

/** A claim with one step more. */
export function afterStep(claim: Claim | null, step: ClaimStep): Claim {
  const { sequence, at, by } = step;
  if (step.kind === 'filed') {
    const { claimId, partnerId, reference, content, answerBy } = step;
    const named = { claimId, partnerId, reference, content, sequence, filedAt: at, filedBy: by, answerBy };
    return { ...named, isEscalationTold: false, state: { status: 'filed' } };
  }
  if (claim === null) throw new Broken('claim.no-beginning', `claim ${step.claimId} begins with ${step.kind}`);
  const next: Claim = { ...claim, sequence };
  switch (step.kind) {
    case 'revised':
      return { ...next, content: step.content };
    case 'escalated':
      return { ...next, isEscalationTold: true };
    case 'taken-up':
      return { ...next, state: { status: 'under-review', at, by } };
    case 'accepted':
      return { ...next, state: { status: 'accepted', at, sale: step.sale } };
    case 'rejected':
      return { ...next, state: { status: 'rejected', at, reason: step.reason, text: step.text } };
    case 'withdrawn':
      return { ...next, state: { status: 'withdrawn', at } };
    default:
      return assertNever(step);
  }
}

/** Nobody has answered yet. */
export function isOpen({ state }: Pick<Claim, 'state'>): boolean {
  return state.status === 'filed' || state.status === 'under-review';
}

/** Nobody has answered, and the deadline has passed. It stays open: time rejects nothing. */
export function isEscalated(claim: Claim, now: Instant): boolean {
  return isOpen(claim) && now >= claim.answerBy;
}

import { assertNever, Broken } from '../errors.ts';
import type { Instant } from '../time.ts';
import type { Approval, Deal, DealState, DealStep } from './deal.ts';

/** A deal as its steps have left it, in their order; null before the first. */
export function dealOf(steps: readonly DealStep[]): Deal | null {
  let deal: Deal | null = null;
  for (const step of steps) deal = afterStep(deal, step);
  return deal;
}

/** A deal with one step more. */
export function afterStep(deal: Deal | null, step: DealStep): Deal {
  const { sequence, at, by } = step;
  if (step.kind === 'registered') {
    const { dealId, partnerId, reference, content, stage, decideBy } = step;
    const named = { dealId, partnerId, reference, content, sequence, registeredAt: at, decideBy, stage };
    return { ...named, owner: null, isEscalationTold: false, approval: null, state: { status: 'submitted' } };
  }
  if (deal === null) throw new Broken('deal.no-beginning', `deal ${step.dealId} begins with ${step.kind}`);
  const next: Deal = { ...deal, sequence };
  switch (step.kind) {
    case 'revised':
      return { ...next, content: step.content };
    case 'escalated':
      return { ...next, isEscalationTold: true };
    case 'approved': {
      const { protectedUntil, judgements } = step;
      const approval = { at, by, protectedUntil, judgements, extension: null };
      return { ...next, approval, state: { status: 'approved' } };
    }
    case 'rejected': {
      const { reason, text, inFavourOf } = step;
      return { ...next, state: { status: 'rejected', at, reason, text, inFavourOf } };
    }
    case 'extended': {
      const { protectedUntil, reason } = step;
      const approval = { ...approvalOf(deal), protectedUntil, extension: { at, by, reason } };
      return { ...next, approval };
    }
    case 'moved':
      return { ...next, stage: step.stage, owner: step.owner };
    case 'won': {
      const content = { ...deal.content, parts: step.parts };
      return { ...next, content, state: { status: 'won', at, won: step.won } };
    }
    case 'lost':
      return { ...next, state: { status: 'lost', at, reason: step.reason, text: step.text } };
    case 'withdrawn':
      return { ...next, state: { status: 'withdrawn', at, reason: step.reason, text: step.text } };
    case 'expired':
      return { ...next, state: { status: 'expired', at } };
    default:
      return assertNever(step);
  }
}

/** Where a deal stands at an instant. Protection ends by its date, whether or not anybody was there to write it down. */
export function standingOf({ state, approval }: Deal, now: Instant): DealState {
  if (state.status !== 'approved' || approval === null || now < approval.protectedUntil) return state;
  return { status: 'expired', at: approval.protectedUntil };
}

/** Nobody has decided, and the deadline has passed. It stays submitted: time rejects nothing. */
export function isEscalated({ state, decideBy }: Deal, now: Instant): boolean {
  return state.status === 'submitted' && now >= decideBy;
}

/** Whether it waits for a decision, or for what becomes of its protection. */
export function isOpen(deal: Deal, now: Instant): boolean {
  const { status } = standingOf(deal, now);
  return status === 'submitted' || status === 'approved';
}

/** Whether the customer is the partner's at an instant. */
export function isProtected(deal: Deal, now: Instant): boolean {
  return standingOf(deal, now).status === 'approved';
}

/** The approval of a deal that has one; throws `deal.not-approved`. */
export function approvalOf({ dealId, approval }: Deal): Approval {
  if (approval === null) throw new Broken('deal.not-approved', `deal ${dealId} was never approved`);
  return approval;
}

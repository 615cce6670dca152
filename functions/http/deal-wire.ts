import type { Deal } from '../../domain/deal/deal.ts';
import type { DealChange } from '../../domain/deal/deal-history.ts';
import { isEscalated, standingOf } from '../../domain/deal/deal-state.ts';
import { dealWords } from '../../domain/deal/deal-words.ts';
import type { Rival } from '../../domain/deal/rivals.ts';
import type { Instant } from '../../domain/time.ts';
import { languageOf } from '../contract/problem.ts';
import type { Caller } from '../identity/caller.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Scope } from '../store/scope.ts';
import type { AskedDeal, ChangedDeal } from '../usecases/deal/deal-steps.ts';
import { entityTag, revisionSeen } from './if-match.ts';
import { amount, instant } from './wire.ts';

/** When a deal is looked at, and in which language. */
export interface DealView {
  readonly now: Instant;
  readonly language: 'ja' | 'en';
}

interface DealCall {
  readonly deps: Pick<Deps, 'now'>;
  readonly scope: Scope;
  readonly caller: Caller;
  readonly parameters: { readonly dealId: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export function dealView({ deps, headers }: Pick<DealCall, 'deps' | 'headers'>): DealView {
  return { now: deps.now(), language: languageOf(headers['accept-language']) };
}

/** Which deal a call is about, and whose people ask. */
export function askedDeal({ scope, caller, parameters }: Omit<DealCall, 'deps' | 'headers'>): AskedDeal {
  return { scope, dealId: parameters.dealId, partnerId: caller.partnerId };
}

/** The same with who calls, and which revision they saw. */
export function changedDeal(call: Omit<DealCall, 'deps'>): ChangedDeal {
  const seen = revisionSeen(call.headers['if-match'], 'deal.edited');
  return { ...askedDeal(call), by: call.caller.subject, seen };
}

/** The answer of an operation on one deal, with the tag by which it is edited. */
export function dealReply(deal: Deal, call: Pick<DealCall, 'deps' | 'headers'>) {
  return { headers: { etag: entityTag(deal.sequence) }, body: dealAnswer(deal, dealView(call)) };
}

/** A deal as it stands now. Who else registered the customer is the merchant's to know. */
export function dealAnswer(deal: Deal, view: DealView) {
  const { dealId, reference, partnerId, content, registeredAt, decideBy, approval, stage, owner } = deal;
  const { expected, ...known } = content;
  const { status, ...outcome } = outcomeAnswer(deal, view);
  const isLate = isEscalated(deal, view.now);
  return {
    dealId,
    reference,
    partnerId,
    status,
    statusText: dealWords[view.language].status[isLate ? 'escalated' : status],
    ...known,
    amount: expected === null ? null : amount(expected.amountMinor, expected.currency),
    stage,
    owner,
    registeredAt: instant(registeredAt),
    decideBy: instant(decideBy),
    isEscalated: isLate,
    approvedAt: instant(approval?.at ?? null),
    protectedUntil: instant(approval?.protectedUntil ?? null),
    extension: approval?.extension ? { at: instant(approval.extension.at), reason: approval.extension.reason } : null,
    ...outcome,
  };
}

/** How it ended, and since when; nulls while it has not. */
function outcomeAnswer(deal: Deal, { now, language }: DealView) {
  const state = standingOf(deal, now);
  const none = { endedAt: null, reason: null, reasonText: null, text: null, wonAt: null };
  const words = dealWords[language];
  switch (state.status) {
    case 'rejected': {
      const { status, at, reason, text } = state;
      return { ...none, status, endedAt: instant(at), reason, reasonText: words.rejection[reason], text };
    }
    case 'lost': {
      const { status, at, reason, text } = state;
      return { ...none, status, endedAt: instant(at), reason, reasonText: words.loss[reason], text };
    }
    case 'withdrawn': {
      const { status, at, reason, text } = state;
      return { ...none, status, endedAt: instant(at), reason, reasonText: words.withdrawal[reason], text };
    }
    case 'won':
      return { ...none, status: state.status, endedAt: instant(state.at), wonAt: instant(state.won.occurredAt) };
    case 'expired':
      return { ...none, status: state.status, endedAt: instant(state.at) };
    default:
      return { ...none, status: state.status };
  }
}

/** One side of a conflict, in the same form as the deal beside it. */
export function rivalAnswer({ deal, likeness, isOwn, isFirst }: Rival, view: DealView) {
  return { likeness, isOwn, isFirst, deal: dealAnswer(deal, view) };
}

export function dealChangeAnswer({ at, ...change }: DealChange) {
  return { ...change, at: instant(at) };
}

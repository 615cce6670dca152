import type { Claim, ClaimStep } from '../../domain/claim/claim.ts';
import { isEscalated } from '../../domain/claim/claim-state.ts';
import { claimWords } from '../../domain/claim/claim-words.ts';
import type { Instant } from '../../domain/time.ts';
import { languageOf } from '../contract/problem.ts';
import type { Caller } from '../identity/caller.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Scope } from '../store/scope.ts';
import type { ChangedClaim } from '../usecases/claim/claim-steps.ts';
import { entityTag, revisionSeen } from './if-match.ts';
import { amount, instant } from './wire.ts';

interface ClaimCall {
  readonly scope: Scope;
  readonly caller: Caller;
  readonly parameters: { readonly claimId: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Which claim a call is about, who calls, and which revision they saw. */
export function changedClaim({ scope, caller, parameters, headers }: ClaimCall): ChangedClaim {
  const { partnerId, subject: by } = caller;
  const { claimId } = parameters;
  const seen = revisionSeen(headers['if-match'], 'claim.edited');
  return { scope, claimId, partnerId, by, seen };
}

/** The answer of an operation on one claim. */
export function claimReply(claim: Claim, { deps, headers }: Pick<ClaimCall, 'headers'> & { readonly deps: Deps }) {
  const language = languageOf(headers['accept-language']);
  return { headers: { etag: entityTag(claim.sequence) }, body: claimAnswer(claim, { now: deps.now(), language }) };
}

/** A claim as it stands now. */
export function claimAnswer(
  claim: Claim,
  { now, language }: { readonly now: Instant; readonly language: 'ja' | 'en' },
) {
  const { claimId, reference, partnerId, content, filedAt, answerBy, state } = claim;
  const words = claimWords[language];
  const isLate = isEscalated(claim, now);
  const subject =
    content.kind === 'appeal'
      ? { order: null, occurredAt: null, amount: null, clickId: null, appealedConversionId: content.conversionId }
      : {
          order: content.order,
          occurredAt: instant(content.occurredAt),
          amount: content.expected && amount(content.expected.amountMinor, content.expected.currency),
          clickId: content.clickId,
          appealedConversionId: null,
        };
  return {
    claimId,
    reference,
    partnerId,
    status: state.status,
    statusText: words.status[isLate ? 'escalated' : state.status],
    kind: content.kind,
    ...subject,
    text: content.text,
    evidence: content.evidence,
    filedAt: instant(filedAt),
    answerBy: instant(answerBy),
    isEscalated: isLate,
    answeredAt: state.status === 'accepted' || state.status === 'rejected' ? instant(state.at) : null,
    conversionId: state.status === 'accepted' ? claimId : null,
    reason: state.status === 'rejected' ? state.reason : null,
    reasonText: state.status === 'rejected' ? words.rejection[state.reason] : null,
    answer: state.status === 'rejected' ? state.text : null,
  };
}

/** Which of the merchant's people did what is the merchant's own business; its own people a partner is told. */
export function claimStepAnswer({ sequence, kind, at, by }: ClaimStep, caller: Caller) {
  const isPartners = kind === 'filed' || kind === 'revised' || kind === 'withdrawn';
  return { sequence, kind, at: instant(at), by: caller.partnerId === null || isPartners ? by : null };
}

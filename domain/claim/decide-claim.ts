import { assertNever, DomainError } from '../errors.ts';
import { canonical } from '../integrity/canonical.ts';
import type { Sentence } from '../said.ts';
import type { Instant } from '../time.ts';
import type { Claim, ClaimContent, ClaimedSale, ClaimRejection, ClaimStatus, ClaimStep } from './claim.ts';
import { isEscalated, isOpen } from './claim-state.ts';

/** What somebody, or time, wants of a claim. */
export type ClaimCommand =
  | { readonly kind: 'revise'; readonly content: ClaimContent }
  | { readonly kind: 'take-up' }
  | { readonly kind: 'accept'; readonly sale: ClaimedSale }
  | { readonly kind: 'reject'; readonly reason: ClaimRejection; readonly text: string | null }
  | { readonly kind: 'withdraw' }
  /** Writes down that the deadline has passed. */
  | { readonly kind: 'date' };

/** Who says it, and when. */
export interface ClaimContext {
  readonly at: Instant;
  /** The token's subject; null where time does it. */
  readonly by: string | null;
}

/** The next step of a claim, or null when nothing changes by it: the same was said before. */
export function decideClaim(claim: Claim, command: ClaimCommand, { at, by }: ClaimContext): ClaimStep | null {
  const { claimId, partnerId, state } = claim;
  const step = { claimId, partnerId, sequence: claim.sequence + 1, at, by };
  switch (command.kind) {
    case 'revise':
      return revised(claim, command.content) ? { ...step, kind: 'revised', content: command.content } : null;
    case 'take-up':
      if (state.status === 'under-review' && state.by === by) return null;
      requireOpen(claim);
      return { ...step, kind: 'taken-up' };
    case 'accept':
      if (state.status === 'accepted' && canonical(state.sale) === canonical(command.sale)) return null;
      requireOpen(claim);
      return { ...step, kind: 'accepted', sale: command.sale };
    case 'reject': {
      const { reason, text } = command;
      if (state.status === 'rejected' && state.reason === reason && state.text === text) return null;
      requireOpen(claim);
      return { ...step, kind: 'rejected', reason, text };
    }
    case 'withdraw':
      if (state.status === 'withdrawn') return null;
      requireOpen(claim);
      return { ...step, kind: 'withdrawn' };
    case 'date':
      if (!isEscalated(claim, at) || claim.isEscalationTold) return null;
      return { ...step, kind: 'escalated', at: claim.answerBy };
    default:
      return assertNever(command);
  }
}

/** Evidence and words may be added while nobody has answered; what it is about stays what was filed. */
function revised(claim: Claim, content: ClaimContent): boolean {
  if (canonical(content) === canonical(claim.content)) return false;
  requireOpen(claim);
  const [before, after] = [subjectOf(claim.content), subjectOf(content)];
  if (before.text.en === after.text.en) return true;
  const message = {
    en: `is what was filed, ${before.text.en}, got ${after.text.en}; file another claim for something else`,
    ja: `申請の対象（${before.text.ja}）は変更できません（入力値: ${after.text.ja}）。別の対象は新しく申請してください。`,
  };
  throw new DomainError('claim.locked', message, { field: before.field === after.field ? after.field : 'kind' });
}

function subjectOf(content: ClaimContent): { readonly field: string; readonly text: Sentence } {
  return content.kind === 'appeal'
    ? {
        field: 'conversionId',
        text: { en: `conversion ${content.conversionId}`, ja: `コンバージョン${content.conversionId}` },
      }
    : { field: 'order', text: { en: `order ${content.order}`, ja: `注文${content.order}` } };
}

const STATUS_JA: Readonly<Record<ClaimStatus, string>> = {
  filed: '回答待ち',
  'under-review': '審査中',
  accepted: '承認済み',
  rejected: '却下',
  withdrawn: '取下げ済み',
};

function requireOpen(claim: Claim): void {
  if (isOpen(claim)) return;
  const { claimId, state } = claim;
  throw new DomainError('claim.wrong-status', {
    en: `claim ${claimId} must be open for this, it is ${state.status}`,
    ja: `申請${claimId}は「${STATUS_JA[state.status]}」のため、この操作はできません`,
  });
}

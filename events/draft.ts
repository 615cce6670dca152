import { assertNever } from '../domain/errors.ts';
import { adjustmentDrafts, openingDrafts } from './adjustment.ts';
import type { EventType } from './catalogue.ts';
import { claimDrafts } from './claim.ts';
import { clickDraft } from './click.ts';
import { conversionDraft, reversalDraft } from './conversion.ts';
import { dealDrafts } from './deal.ts';
import { decisionDraft } from './decision.ts';
import { documentDrafts } from './document.ts';
import { entryDraft } from './entry.ts';
import type { Draft } from './event.ts';
import type { Fact } from './fact.ts';
import { couponDraft, enrollmentDraft, linkDraft, partnerDraft, termsDraft } from './partner.ts';
import { payeeDrafts } from './payee.ts';
import { payoutDrafts } from './payout.ts';
import { planDraft, programDraft, rateDraft } from './program.ts';
import { overdueReviewDraft, reviewDraft } from './review.ts';
import { settlementDrafts } from './settlement.ts';
import { snapshotDraft } from './snapshot.ts';
import { statementDraft } from './statement.ts';
import { taxProfileDrafts } from './tax-profile.ts';

/** Everything there is to tell of a stored fact: one event, or one for each step that a settlement has come to. */
export function draftsOf(fact: Fact): readonly Draft<EventType>[] {
  switch (fact.entity) {
    case 'click':
      return [clickDraft(fact)];
    case 'conversion':
      return [conversionDraft(fact)];
    case 'reversal':
      return [reversalDraft(fact)];
    case 'review':
      return [reviewDraft(fact)];
    case 'overdueReview':
      return [overdueReviewDraft(fact)];
    case 'program':
      return [programDraft(fact)];
    case 'plan':
      return [planDraft(fact)];
    case 'rate':
      return [rateDraft(fact)];
    case 'partner':
      return [partnerDraft(fact)];
    case 'enrollment':
      return [enrollmentDraft(fact)];
    case 'termsChange':
      return [termsDraft(fact)];
    case 'link':
      return [linkDraft(fact)];
    case 'coupon':
      return [couponDraft(fact)];
    case 'decision':
      return [decisionDraft(fact)];
    case 'snapshot':
      return [snapshotDraft(fact)];
    case 'settlement':
      return settlementDrafts(fact);
    case 'adjustment':
      return adjustmentDrafts(fact);
    case 'openings':
      return openingDrafts(fact);
    case 'taxProfile':
      return taxProfileDrafts(fact);
    case 'entry':
      return [entryDraft(fact)];
    case 'statement':
      return [statementDraft(fact)];
    case 'document':
      return documentDrafts(fact);
    case 'payee':
      return payeeDrafts(fact);
    case 'payout':
      return payoutDrafts(fact);
    case 'deal':
      return dealDrafts(fact);
    case 'claim':
      return claimDrafts(fact);
    default:
      return assertNever(fact);
  }
}

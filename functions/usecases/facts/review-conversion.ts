import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId } from '../../../domain/ids.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { RejectionReason, Review } from '../../../domain/tracking/review.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { reviewTermsOf } from './list-reviews.ts';

/** What somebody decides about a conversion. */
export interface ReviewDecision {
  readonly conversionId: ConversionId;
  readonly outcome: Review['outcome'];
  readonly reasonCode?: RejectionReason | undefined;
}

/** One decision of several: taken now, taken before, or refused, and why. */
export type ReviewResult =
  | { readonly result: 'recorded' | 'repeated'; readonly review: Review }
  | {
      readonly result: 'refused';
      readonly conversionId: ConversionId;
      readonly code: string;
      readonly reason: Sentence;
    };

/** Records a decision; the first stands, the same again repeats it, and another one is refused with `review.decided`. */
export async function reviewConversion(
  deps: Deps,
  { scope, by, ...decision }: ReviewDecision & { readonly scope: Scope; readonly by: string },
): Promise<{ readonly review: Review; readonly isNew: boolean }> {
  await reviewTermsOf(deps, scope);
  return await decided(deps, scope, decision, by);
}

/** Takes each decision for itself, so that one that is refused holds up no other. */
export async function reviewConversions(
  deps: Deps,
  {
    scope,
    decisions,
    by,
  }: { readonly scope: Scope; readonly decisions: readonly ReviewDecision[]; readonly by: string },
): Promise<readonly ReviewResult[]> {
  await reviewTermsOf(deps, scope);
  // Of two about one conversion the first in the list is the first to be taken.
  const inTurn = Map.groupBy(decisions.entries(), ([, { conversionId }]) => conversionId);
  const results = new Array<ReviewResult>(decisions.length);
  await mapLimited([...inTurn.values()], WORK_AT_ONCE, async (own) => {
    for (const [at, decision] of own) results[at] = await resultOf(deps, scope, decision, by);
  });
  return results;
}

async function resultOf(deps: Deps, scope: Scope, decision: ReviewDecision, by: string): Promise<ReviewResult> {
  try {
    const { review, isNew } = await decided(deps, scope, decision, by);
    return { result: isNew ? 'recorded' : 'repeated', review };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { result: 'refused', conversionId: decision.conversionId, code: error.code, reason: error.said };
  }
}

async function decided(
  deps: Deps,
  scope: Scope,
  { conversionId, outcome, ...reason }: ReviewDecision,
  by: string,
): Promise<{ readonly review: Review; readonly isNew: boolean }> {
  const { conversions } = deps.stores;
  const reasonCode = reason.reasonCode ?? null;
  if ((await conversions.conversion(scope, conversionId)) === null) {
    throw new DomainError(
      'conversion.not-found',
      { en: `there is no conversion ${conversionId}`, ja: `コンバージョン${conversionId}は見つかりません` },
      { field: 'conversionId' },
    );
  }
  const review: Review = { conversionId, outcome, reasonCode, by, at: deps.now() };
  const before = await conversions.review(scope, conversionId);
  const put = before === null ? await conversions.putReview(scope, { fact: review, recordedAt: review.at }) : null;
  const stands = before ?? put?.stored.fact ?? review;
  if (stands.outcome !== outcome || stands.reasonCode !== reasonCode) {
    const { reasonCode: code, by: decider } = stands;
    throw new DomainError('review.decided', {
      en: `conversion ${conversionId} was ${stands.outcome}${code === null ? '' : ` (${code})`} by ${decider}`,
      ja: `コンバージョン${conversionId}は${decider}が${stands.outcome === 'approved' ? '承認' : '却下'}済みです${code === null ? '' : `（${code}）`}`,
    });
  }
  return { review: stands, isNew: put?.outcome === 'created' };
}

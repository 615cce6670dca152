import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { reviewPeriod as review } from '../../usecases/settlement/review-period.ts';
import { clearingAnswer, instant, settlementAnswer } from '../wire.ts';

/** What to look at before a run is approved or a closed period is paid, a page of partners at a time. */
export const reviewPeriod = operation(settlementRoutes.reviewPeriod, async ({ deps, scope, parameters, query }) => {
  const { periodId } = parameters;
  const page = query.after ?? 0;
  const { settlement, overview, flags, clearing, next } = await review(deps, { scope, periodId, page });
  const { overdue = null, ...figures } = overview ?? {};
  const overdueReviews = overdue && {
    isComplete: overdue.isComplete,
    conversions: overdue.reviews.map(({ conversionId, deadline }) => ({ conversionId, deadline: instant(deadline) })),
  };
  const shown = overview && { comparedWith: settlement.previousPeriodId, ...figures, overdueReviews };
  const flagged = flags.map((flag) => (flag.flag === 'screening' ? { ...flag, until: instant(flag.until) } : flag));
  const after = next === null ? null : `${next}`;
  const answered = { settlement: settlementAnswer(settlement), overview: shown, flags: flagged, next: after };
  return { body: { ...answered, clearing: clearing.map(clearingAnswer) } };
});

export const handler = reviewPeriod.handlerOn(awsHost);

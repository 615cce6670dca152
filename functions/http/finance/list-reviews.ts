import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { listReviews as list } from '../../usecases/facts/list-reviews.ts';
import { instant } from '../wire.ts';

/** What waits for the merchant's word, what is overdue, and what was decided. */
export const listReviews = operation(routes.listReviews, async ({ deps, caller, parameters, query }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  const { reviews, isComplete, from, to } = await list(deps, { scope, ...query });
  return {
    body: {
      from,
      to,
      isComplete,
      reviews: reviews.map(({ recordedAt, deadline, at, ...review }) => {
        return { ...review, recordedAt: instant(recordedAt), deadline: instant(deadline), at: instant(at) };
      }),
    },
  };
});

export const handler = listReviews.handlerOn(awsHost);

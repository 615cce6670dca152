import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { wrongCursor } from '../../contract/wrong-cursor.ts';
import { PAGE_MAX } from '../../limits.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import type { ReviewPlace } from '../../usecases/facts/list-reviews.ts';
import { listReviews as list } from '../../usecases/facts/list-reviews.ts';
import { cursorOf, cursorText } from '../page.ts';
import { instant } from '../wire.ts';

/** What waits for the merchant's word, what is overdue, and what was decided. */
export const listReviews = operation(settlementRoutes.listReviews, async ({ deps, scope, query }) => {
  const { limit = PAGE_MAX, cursor, ...which } = query;
  const after = cursor === undefined ? null : placeIn(cursor);
  const { reviews, next, from, to } = await list(deps, { scope, ...which, limit, after });
  return {
    body: {
      from,
      to,
      next: next === null ? null : cursorOf(`${next.day} ${next.conversionId}`),
      reviews: reviews.map(({ recordedAt, deadline, at, ...review }) => {
        return { ...review, recordedAt: instant(recordedAt), deadline: instant(deadline), at: instant(at) };
      }),
    },
  };
});

function placeIn(cursor: string): ReviewPlace {
  const [, day, conversionId] = /^(\d{4}-\d\d-\d\d) (.{1,128})$/u.exec(cursorText(cursor)) ?? [];
  if (day === undefined || conversionId === undefined) throw wrongCursor(cursor);
  return { day, conversionId };
}

export const handler = listReviews.handlerOn(awsHost);

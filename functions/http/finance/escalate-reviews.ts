import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { escalateReviews as escalate } from '../../usecases/facts/list-reviews.ts';

/** For a daily schedule: asked again, it tells nothing twice. */
export const escalateReviews = operation(settlementRoutes.escalateReviews, async ({ deps, scope }) => {
  return { body: { escalated: await escalate(deps, { scope }) } };
});

export const handler = escalateReviews.handlerOn(awsHost);

import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { reviewConversion as review } from '../../usecases/facts/review-conversion.ts';
import { reviewAnswer } from '../wire.ts';

/** The merchant's word on one conversion; the same again is answered like the first. */
export const reviewConversion = operation(
  settlementRoutes.reviewConversion,
  async ({ deps, scope, caller, parameters, body }) => {
    const { conversionId } = parameters;
    const { review: decided, isNew } = await review(deps, { scope, conversionId, ...body, by: caller.subject });
    return { ...(isNew ? {} : { status: 200 }), body: reviewAnswer(decided) };
  },
);

export const handler = reviewConversion.handlerOn(awsHost);

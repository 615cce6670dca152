import { languageOf } from '../../contract/problem.ts';
import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import { reviewConversions as review } from '../../usecases/facts/review-conversion.ts';
import { reviewAnswer } from '../wire.ts';

/** Decisions in bulk: those that cannot be taken are told one by one, and the others stand. */
export const reviewConversions = operation(
  settlementRoutes.reviewConversions,
  async ({ deps, scope, caller, body, headers }) => {
    const results = await review(deps, { scope, decisions: body.decisions, by: caller.subject });
    const language = languageOf(headers['accept-language']);
    return {
      headers: inLanguage(language),
      body: {
        results: results.map((result) =>
          result.result === 'refused'
            ? { ...result, reason: result.reason[language] }
            : { result: result.result, ...reviewAnswer(result.review) },
        ),
      },
    };
  },
);

export const handler = reviewConversions.handlerOn(awsHost);

import { languageOf } from '../../contract/problem.ts';
import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import type { RowPage } from '../../store/scope.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { pageFrom } from '../page.ts';
import { batchAnswer } from '../payout-wire.ts';

/** Batches by id, without their items. */
export const listBatches = operation(payoutRoutes.listBatches, async ({ deps, scope, query, headers }) => {
  await programOf(deps, scope);
  const rowsAfter = (page: RowPage) => deps.stores.payouts.batchesAfter(scope, page);
  const { items: batches, next } = await pageFrom(rowsAfter, query, ({ batchId }) => batchId);
  const language = languageOf(headers['accept-language']);
  return {
    headers: inLanguage(language),
    body: {
      next,
      batches: batches.map((batch) => {
        const { items: _, ...answer } = batchAnswer(batch, language);
        return answer;
      }),
    },
  };
});

export const handler = listBatches.handlerOn(awsHost);

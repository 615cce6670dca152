import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { pageOf } from '../page.ts';
import { batchAnswer } from '../payout-wire.ts';

/** Batches by id, without their items. */
export const listBatches = operation(payoutRoutes.listBatches, async ({ deps, caller, parameters, query }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  await programOf(deps, scope);
  const batches = await deps.stores.payouts.batches(scope);
  const page = pageOf(batches, query, ({ batchId }) => batchId);
  return {
    body: {
      next: page.next,
      batches: page.items.map((batch) => {
        const { items: _, ...answer } = batchAnswer(batch);
        return answer;
      }),
    },
  };
});

export const handler = listBatches.handlerOn(awsHost);

import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { batchAnswer } from '../payout-wire.ts';

/** Batches by id, without their items. */
export const listBatches = operation(routes.listBatches, async ({ deps, caller, parameters }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  await programOf(deps, scope);
  const batches = await deps.stores.payouts.batches(scope);
  return {
    body: {
      batches: batches.map((batch) => {
        const { items: _, ...answer } = batchAnswer(batch);
        return answer;
      }),
    },
  };
});

export const handler = listBatches.handlerOn(awsHost);

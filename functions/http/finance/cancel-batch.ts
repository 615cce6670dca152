import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { CANCELLABLE } from '../../usecases/payout/cancel-batch.ts';
import { batchIn } from '../../usecases/payout/payout-batch.ts';
import { batchStep } from './batch-step.ts';

/** Takes a batch back; its payouts are still owed. */
export const cancelBatch = batchStep(payoutRoutes.cancelBatch, {
  step: 'cancel-batch',
  check: async (deps, { scope, batchId }) => await batchIn(deps, scope, batchId, CANCELLABLE),
  told: () => ({}),
});

export const handler = cancelBatch.handlerOn(awsHost);

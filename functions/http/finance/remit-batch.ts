import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { batchIn } from '../../usecases/payout/payout-batch.ts';
import { REMITTABLE } from '../../usecases/payout/remit-batch.ts';
import { batchStep } from './batch-step.ts';

/** Marks an approved batch as handed to the bank. */
export const remitBatch = batchStep(routes.remitBatch, {
  step: 'remit-batch',
  check: async (deps, { scope, batchId }) => await batchIn(deps, scope, batchId, REMITTABLE),
  told: () => ({}),
});

export const handler = remitBatch.handlerOn(awsHost);

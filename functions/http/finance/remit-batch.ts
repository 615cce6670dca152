import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { remittableBatch } from '../../usecases/payout/remit-batch.ts';
import { batchStep } from './batch-step.ts';

/** Marks an approved batch as handed to the bank. */
export const remitBatch = batchStep(payoutRoutes.remitBatch, {
  step: 'remit-batch',
  check: async (deps, command, { fileHash }) => await remittableBatch(deps, { ...command, fileHash }),
  told: ({ fileHash }) => ({ fileHash }),
});

export const handler = remitBatch.handlerOn(awsHost);

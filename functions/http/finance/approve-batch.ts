import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { approvableBatch } from '../../usecases/payout/approve-batch.ts';
import { batchStep } from './batch-step.ts';

/** Approves the content that was seen; its payouts are posted. */
export const approveBatch = batchStep(payoutRoutes.approveBatch, {
  step: 'approve-batch',
  check: async (deps, command, { contentHash }) => await approvableBatch(deps, { ...command, contentHash }),
  told: ({ contentHash }) => ({ contentHash }),
});

export const handler = approveBatch.handlerOn(awsHost);

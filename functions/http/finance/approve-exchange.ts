import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { approvableExchange } from '../../usecases/payout/batch-exchange.ts';
import { batchStep } from './batch-step.ts';

/** Approves what a batch really cost, and it is booked. */
export const approveExchange = batchStep(payoutRoutes.approveExchange, {
  step: 'approve-exchange',
  check: async (deps, command, { contentHash }) => (await approvableExchange(deps, { ...command, contentHash })).batch,
  told: ({ contentHash }) => ({ contentHash }),
});

export const handler = approveExchange.handlerOn(awsHost);

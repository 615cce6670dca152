import { cancelBatch as cancel } from '../usecases/payout/cancel-batch.ts';
import type { Step } from './step.ts';
import { batchCommandOf, batchOutcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Takes a batch of payouts back before it goes to the bank. */
export const cancelBatch: Step = async (deps, input) => batchOutcomeOf(await cancel(deps, batchCommandOf(input)));

export const handler = stepHandler('cancel-batch', cancelBatch);

import { remitBatch as remit } from '../usecases/payout/remit-batch.ts';
import type { Step } from './step.ts';
import { batchCommandOf, batchOutcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Marks a batch of payouts as handed to the bank. */
export const remitBatch: Step = async (deps, input) =>
  batchOutcomeOf(await remit(deps, { ...batchCommandOf(input), fileHash: input.fileHash ?? '' }));

export const handler = stepHandler('remit-batch', remitBatch);

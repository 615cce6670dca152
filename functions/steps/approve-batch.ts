import { approveBatch as approve } from '../usecases/payout/approve-batch.ts';
import type { Step } from './step.ts';
import { batchCommandOf, batchOutcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** A second person approves a batch of payouts, and they are posted. */
export const approveBatch: Step = async (deps, input) =>
  batchOutcomeOf(await approve(deps, { ...batchCommandOf(input), contentHash: input.contentHash ?? '' }));

export const handler = stepHandler('approve-batch', approveBatch);

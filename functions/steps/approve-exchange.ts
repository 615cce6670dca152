import { approveExchange as approve } from '../usecases/payout/batch-exchange.ts';
import type { Step } from './step.ts';
import { batchCommandOf, batchOutcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** A second person approves what a batch of payouts really cost, and it is booked. */
export const approveExchange: Step = async (deps, input) =>
  batchOutcomeOf(await approve(deps, { ...batchCommandOf(input), contentHash: input.contentHash ?? '' }));

export const handler = stepHandler('approve-exchange', approveExchange);

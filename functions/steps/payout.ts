import { makePayouts } from '../usecases/payout/make-payouts.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Drafts the payouts of the closed period, or puts them on their way where the program pays elsewhere. */
export const payout: Step = async (deps, input) => outcomeOf(await makePayouts(deps, commandOf(input)));

export const handler = stepHandler('payout', payout);

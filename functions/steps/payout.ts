import { runPayouts } from '../usecases/run-payouts.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Puts the payouts of the closed period on their way. */
export const payout: Step = async (deps, input) => outcomeOf(await runPayouts(deps, commandOf(input)));

export const handler = stepHandler(payout);

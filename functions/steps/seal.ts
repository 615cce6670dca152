import { sealPeriod } from '../usecases/settlement/seal-period.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Freezes the facts of the period. */
export const seal: Step = async (deps, input) => outcomeOf(await sealPeriod(deps, commandOf(input)));

export const handler = stepHandler('seal', seal);

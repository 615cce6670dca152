import { calculatePeriod } from '../usecases/settlement/calculate-period.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Calculates a draft run of the sealed period. */
export const calculate: Step = async (deps, input) => outcomeOf(await calculatePeriod(deps, commandOf(input)));

export const handler = stepHandler('calculate', calculate);

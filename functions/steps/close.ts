import { closePeriod } from '../usecases/settlement/close-period.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Checks the books and issues the statements. */
export const close: Step = async (deps, input) => outcomeOf(await closePeriod(deps, commandOf(input)));

export const handler = stepHandler(close);

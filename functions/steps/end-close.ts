import { closePeriod } from '../usecases/settlement/close-period.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Signs and closes the period, all of whose shards are checked and issued. */
export const endClose: Step = async (deps, input) => outcomeOf(await closePeriod(deps, commandOf(input)));

export const handler = stepHandler('close', endClose);

import { fitProgram } from '../usecases/analysis/fit-program.ts';
import { readSettlement } from '../usecases/settlement/read-settlement.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Fits the program's data-driven model on the journeys up to the end of the period. The settlement stays where it stands. */
export const fit: Step = async (deps, input) => {
  await fitProgram(deps, commandOf(input));
  return outcomeOf((await readSettlement(deps, commandOf(input))).settlement);
};

export const handler = stepHandler('fit', fit);

import { approvePeriod } from '../usecases/settlement/approve-period.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Posts the entries of the approved run; the only step that writes the ledger besides the payout. */
export const approve: Step = async (deps, input) => outcomeOf(await approvePeriod(deps, commandOf(input)));

export const handler = stepHandler(approve);

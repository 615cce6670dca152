import { approvePeriod } from '../usecases/settlement/approve-period.ts';
import { shardsOf } from '../usecases/settlement/settlement-record.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Approves the draft run; its shards are then posted. */
export const approve: Step = async (deps, input) => {
  const record = await approvePeriod(deps, commandOf(input));
  return { ...outcomeOf(record), shards: await shardsOf(deps, commandOf(input).scope, record) };
};

export const handler = stepHandler('approve', approve);

import { refuseDroppedBalances } from '../usecases/settlement/check-carried-on.ts';
import { recordIn, shardsOf } from '../usecases/settlement/settlement-record.ts';
import type { Step } from './step.ts';
import { commandOf, outcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Begins the close of an approved period, whose shards are then checked and issued; of a closed one nothing is left to do. */
export const close: Step = async (deps, input) => {
  const { scope, periodId } = commandOf(input);
  const record = await recordIn(deps, scope, periodId, ['approved', 'closed']);
  if (record.status === 'closed') return { ...outcomeOf(record), shards: [] };
  await refuseDroppedBalances(deps, scope, record);
  return { ...outcomeOf(record), shards: await shardsOf(deps, scope, record) };
};

export const handler = stepHandler('close', close);

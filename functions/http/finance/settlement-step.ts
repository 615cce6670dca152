import type { Route } from '../../contract/routes.ts';
import type { Operation } from '../../runtime/operation/operation.ts';
import { operation } from '../../runtime/operation/operation.ts';
import type { StepName } from '../../steps/machines.ts';
import { readSettlement } from '../../usecases/settlement/read-settlement.ts';
import { settlementAnswer } from '../wire.ts';

interface InPeriod {
  readonly programId: string;
  readonly periodId: string;
}

/** Starts a step of a settlement and answers where the settlement stands; the step may still be running. */
export function settlementStep<Query>(route: Route<unknown, InPeriod, Query>, step: StepName): Operation {
  return operation(route, async ({ deps, steps, scope, caller, parameters }) => {
    const { periodId } = parameters;
    // Read once before the start, so that a step is never started for a program that is not there.
    await readSettlement(deps, { scope, periodId });
    await steps.start(step, { ...scope, periodId, actor: caller.subject });
    const { settlement } = await readSettlement(deps, { scope, periodId });
    return { body: settlementAnswer(settlement) };
  });
}

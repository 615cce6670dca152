import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { replayPeriod as replay } from '../../usecases/analysis/replay-period.ts';

/** A closed period computed again, with every difference. */
export const replayPeriod = operation(settlementRoutes.replayPeriod, async ({ deps, scope, parameters }) => {
  return { body: await replay(deps, { scope, periodId: parameters.periodId }) };
});

export const handler = replayPeriod.handlerOn(awsHost);

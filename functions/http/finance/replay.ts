import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { replayPeriod as replay } from '../../usecases/analysis/replay-period.ts';

/** A closed period computed again, with every difference. */
export const replayPeriod = operation(settlementRoutes.replayPeriod, async ({ deps, caller, parameters }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  return { body: await replay(deps, { scope, periodId: parameters.periodId }) };
});

export const handler = replayPeriod.handlerOn(awsHost);

import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { rejectPeriod as reject } from '../../usecases/settlement/reject-period.ts';
import { settlementAnswer } from '../wire.ts';

/** Throws a seal and its draft run away. */
export const rejectPeriod = operation(
  settlementRoutes.rejectPeriod,
  async ({ deps, scope, caller, parameters, body }) => {
    const { periodId } = parameters;
    return {
      body: settlementAnswer(await reject(deps, { scope, periodId, actor: caller.subject, reason: body.reason })),
    };
  },
);

export const handler = rejectPeriod.handlerOn(awsHost);

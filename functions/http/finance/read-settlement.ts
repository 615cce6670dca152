import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readSettlement as read } from '../../usecases/settlement/read-settlement.ts';
import { settlementAnswer } from '../wire.ts';

/** Where a period stands, with its figures once it is calculated. */
export const readSettlement = operation(settlementRoutes.readSettlement, async ({ deps, scope, parameters }) => {
  const { settlement, summary } = await read(deps, { scope, periodId: parameters.periodId });
  return { body: { settlement: settlementAnswer(settlement), summary } };
});

export const handler = readSettlement.handlerOn(awsHost);

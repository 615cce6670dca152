import { historyOf } from '../../../domain/deal/deal-history.ts';
import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dealHistory } from '../../usecases/deal/deal-steps.ts';
import { dealChangeAnswer } from '../deal-wire.ts';

/** Everything that happened to a deal, the oldest first. */
export const readDealHistory = operation(dealRoutes.readDealHistory, async ({ deps, scope, caller, parameters }) => {
  const { partnerId } = caller;
  const { dealId } = parameters;
  const { steps } = await dealHistory(deps, { scope, dealId, partnerId });
  return { body: { dealId, history: historyOf(steps).map(dealChangeAnswer) } };
});

export const handler = readDealHistory.handlerOn(awsHost);

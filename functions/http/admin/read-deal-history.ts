import { historyOf } from '../../../domain/deal/deal-history.ts';
import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dealHistory } from '../../usecases/deal/deal-steps.ts';
import { askedDeal, dealChangeAnswer } from '../deal-wire.ts';

/** Everything that happened to a deal, the oldest first. */
export const readDealHistory = operation(dealRoutes.readDealHistory, async (call) => {
  const { deal, steps } = await dealHistory(call.deps, askedDeal(call));
  return { body: { dealId: deal.dealId, history: historyOf(steps).map(dealChangeAnswer) } };
});

export const handler = readDealHistory.handlerOn(awsHost);

import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dealHistory } from '../../usecases/deal/deal-steps.ts';
import { askedDeal, dealReply } from '../deal-wire.ts';

/** A deal as it stands now, with the tag by which it is edited. */
export const readDeal = operation(dealRoutes.readDeal, async (call) => {
  const { deal } = await dealHistory(call.deps, askedDeal(call));
  return dealReply(deal, call);
});

export const handler = readDeal.handlerOn(awsHost);

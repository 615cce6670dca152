import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { moveDeal as move } from '../../usecases/deal/change-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';

/** A deal at its stage, with its owner. */
export const moveDeal = operation(dealRoutes.moveDeal, async (call) => {
  const deal = await move(call.deps, { ...changedDeal(call), ...call.body });
  return dealReply(deal, call);
});

export const handler = moveDeal.handlerOn(awsHost);

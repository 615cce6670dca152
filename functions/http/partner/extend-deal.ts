import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { extendDeal as extend } from '../../usecases/deal/protect-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';

/** A deal that is protected for longer. */
export const extendDeal = operation(dealRoutes.extendDeal, async (call) => {
  const deal = await extend(call.deps, { ...changedDeal(call), ...call.body });
  return dealReply(deal, call);
});

export const handler = extendDeal.handlerOn(awsHost);

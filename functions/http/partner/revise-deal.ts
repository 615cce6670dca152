import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { reviseDeal as revise } from '../../usecases/deal/change-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';

/** A deal with what is known of it now. */
export const reviseDeal = operation(dealRoutes.reviseDeal, async (call) => {
  const deal = await revise(call.deps, { ...changedDeal(call), draft: call.body });
  return dealReply(deal, call);
});

export const handler = reviseDeal.handlerOn(awsHost);

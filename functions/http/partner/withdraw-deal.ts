import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { closeDeal } from '../../usecases/deal/change-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';

/** A deal that its partner does not stand by any more, with the reason. */
export const withdrawDeal = operation(dealRoutes.withdrawDeal, async (call) => {
  const deal = await closeDeal(call.deps, changedDeal(call), { kind: 'withdraw', ...call.body });
  return dealReply(deal, call);
});

export const handler = withdrawDeal.handlerOn(awsHost);

import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { closeDeal } from '../../usecases/deal/change-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';

/** A deal with the reason for which it was rejected. */
export const rejectDeal = operation(dealRoutes.rejectDeal, async (call) => {
  const deal = await closeDeal(call.deps, changedDeal(call), { kind: 'reject', ...call.body });
  return dealReply(deal, call);
});

export const handler = rejectDeal.handlerOn(awsHost);

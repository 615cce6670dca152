import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { approveDeal as approve } from '../../usecases/deal/protect-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';

/** A deal whose customer is protected from now on. */
export const approveDeal = operation(dealRoutes.approveDeal, async (call) => {
  const deal = await approve(call.deps, { ...changedDeal(call), ...call.body });
  return dealReply(deal, call);
});

export const handler = approveDeal.handlerOn(awsHost);

import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { closeDeal } from '../../usecases/deal/change-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';

/** A deal with the reason for which it came to nothing. */
export const loseDeal = operation(dealRoutes.loseDeal, async (call) => {
  const deal = await closeDeal(call.deps, changedDeal(call), { kind: 'lose', ...call.body });
  return dealReply(deal, call);
});

export const handler = loseDeal.handlerOn(awsHost);

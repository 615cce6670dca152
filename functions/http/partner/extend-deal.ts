import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { extendDeal as extend } from '../../usecases/deal/protect-deal.ts';
import { changedDeal } from '../changed-deal.ts';
import { dealAnswer, dealHeaders, dealView } from '../deal-wire.ts';

/** A deal that is protected for longer. */
export const extendDeal = operation(dealRoutes.extendDeal, async (call) => {
  const { deps, headers, body } = call;
  const deal = await extend(deps, { ...changedDeal(call), ...body });
  return { headers: dealHeaders(deal), body: dealAnswer(deal, dealView(deps.now(), headers)) };
});

export const handler = extendDeal.handlerOn(awsHost);

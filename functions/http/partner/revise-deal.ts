import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { reviseDeal as revise } from '../../usecases/deal/change-deal.ts';
import { changedDeal } from '../changed-deal.ts';
import { dealAnswer, dealHeaders, dealView } from '../deal-wire.ts';

/** A deal with what is known of it now. */
export const reviseDeal = operation(dealRoutes.reviseDeal, async (call) => {
  const { deps, headers, body } = call;
  const deal = await revise(deps, { ...changedDeal(call), draft: body });
  return { headers: dealHeaders(deal), body: dealAnswer(deal, dealView(deps.now(), headers)) };
});

export const handler = reviseDeal.handlerOn(awsHost);

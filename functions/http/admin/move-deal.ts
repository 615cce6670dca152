import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { moveDeal as move } from '../../usecases/deal/change-deal.ts';
import { changedDeal } from '../changed-deal.ts';
import { dealAnswer, dealHeaders, dealView } from '../deal-wire.ts';

/** A deal at its stage, with its owner. */
export const moveDeal = operation(dealRoutes.moveDeal, async (call) => {
  const { deps, headers, body } = call;
  const deal = await move(deps, { ...changedDeal(call), ...body });
  return { headers: dealHeaders(deal), body: dealAnswer(deal, dealView(deps.now(), headers)) };
});

export const handler = moveDeal.handlerOn(awsHost);

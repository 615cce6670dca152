import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { approveDeal as approve } from '../../usecases/deal/protect-deal.ts';
import { changedDeal } from '../changed-deal.ts';
import { dealAnswer, dealHeaders, dealView } from '../deal-wire.ts';

/** A deal whose customer is protected from now on. */
export const approveDeal = operation(dealRoutes.approveDeal, async (call) => {
  const { deps, headers, body } = call;
  const deal = await approve(deps, { ...changedDeal(call), ...body });
  return { headers: dealHeaders(deal), body: dealAnswer(deal, dealView(deps.now(), headers)) };
});

export const handler = approveDeal.handlerOn(awsHost);

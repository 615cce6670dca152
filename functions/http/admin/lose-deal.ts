import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { closeDeal } from '../../usecases/deal/change-deal.ts';
import { changedDeal } from '../changed-deal.ts';
import { dealAnswer, dealHeaders, dealView } from '../deal-wire.ts';

/** A deal with the reason for which it came to nothing. */
export const loseDeal = operation(dealRoutes.loseDeal, async (call) => {
  const { deps, headers, body } = call;
  const deal = await closeDeal(deps, changedDeal(call), { kind: 'lose', ...body });
  return { headers: dealHeaders(deal), body: dealAnswer(deal, dealView(deps.now(), headers)) };
});

export const handler = loseDeal.handlerOn(awsHost);

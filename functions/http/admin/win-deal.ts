import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { winDeal as win } from '../../usecases/deal/win-deal.ts';
import { changedDeal } from '../changed-deal.ts';
import { dealAnswer, dealHeaders, dealView } from '../deal-wire.ts';
import { conversionAnswer } from '../wire.ts';

/** A deal that was won, with the commission to expect. */
export const winDeal = operation(dealRoutes.winDeal, async (call) => {
  const { deps, headers, body } = call;
  const { deal, recorded } = await win(deps, { ...changedDeal(call), ...body });
  const answer = dealAnswer(deal, dealView(deps.now(), headers));
  return { headers: dealHeaders(deal), body: { ...answer, conversion: conversionAnswer(recorded) } };
});

export const handler = winDeal.handlerOn(awsHost);

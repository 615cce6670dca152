import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { winDeal as win } from '../../usecases/deal/win-deal.ts';
import { changedDeal, dealReply } from '../deal-wire.ts';
import { conversionAnswer } from '../wire.ts';

/** A deal that was won, with the commission to expect. */
export const winDeal = operation(dealRoutes.winDeal, async (call) => {
  const { deal, recorded } = await win(call.deps, { ...changedDeal(call), ...call.body });
  const { headers, body } = dealReply(deal, call);
  return { headers, body: { ...body, conversion: conversionAnswer(recorded) } };
});

export const handler = winDeal.handlerOn(awsHost);

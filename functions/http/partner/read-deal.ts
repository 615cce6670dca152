import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dealHistory } from '../../usecases/deal/deal-steps.ts';
import { dealAnswer, dealHeaders, dealView } from '../deal-wire.ts';

/** A deal as it stands now, with the tag by which it is edited. */
export const readDeal = operation(dealRoutes.readDeal, async ({ deps, scope, caller, parameters, headers }) => {
  const { partnerId } = caller;
  const { dealId } = parameters;
  const { deal } = await dealHistory(deps, { scope, dealId, partnerId });
  return { headers: dealHeaders(deal), body: dealAnswer(deal, dealView(deps.now(), headers)) };
});

export const handler = readDeal.handlerOn(awsHost);

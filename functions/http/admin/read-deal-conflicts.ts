import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dealHistory } from '../../usecases/deal/deal-steps.ts';
import { findRivals } from '../../usecases/deal/find-rivals.ts';
import { askedDeal, dealReply, dealView, rivalAnswer } from '../deal-wire.ts';

/** A deal and its rivals, side by side. */
export const readDealConflicts = operation(dealRoutes.readDealConflicts, async (call) => {
  const { deal } = await dealHistory(call.deps, askedDeal(call));
  const rivals = await findRivals(call.deps, call.scope, deal);
  const { headers, body } = dealReply(deal, call);
  const view = dealView(call);
  return { headers, body: { deal: body, conflicts: rivals.map((rival) => rivalAnswer(rival, view)) } };
});

export const handler = readDealConflicts.handlerOn(awsHost);

import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dealHistory } from '../../usecases/deal/deal-steps.ts';
import { findRivals } from '../../usecases/deal/find-rivals.ts';
import { dealAnswer, dealHeaders, dealView, rivalAnswer } from '../deal-wire.ts';

/** A deal and its rivals, side by side. */
export const readDealConflicts = operation(
  dealRoutes.readDealConflicts,
  async ({ deps, scope, caller, parameters, headers }) => {
    const { partnerId } = caller;
    const { dealId } = parameters;
    const { deal } = await dealHistory(deps, { scope, dealId, partnerId });
    const rivals = await findRivals(deps, scope, deal);
    const view = dealView(deps.now(), headers);
    const conflicts = rivals.map((rival) => rivalAnswer(rival, view));
    return { headers: dealHeaders(deal), body: { deal: dealAnswer(deal, view), conflicts } };
  },
);

export const handler = readDealConflicts.handlerOn(awsHost);

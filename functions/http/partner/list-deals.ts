import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { listDeals as list } from '../../usecases/deal/list-deals.ts';
import { dealAnswer, dealView } from '../deal-wire.ts';
import { partnerSought } from '../own-partner.ts';

const LIMIT = 50;

/** One page of deals, the oldest first. */
export const listDeals = operation(dealRoutes.listDeals, async (call) => {
  const { deps, scope, caller, query } = call;
  const {
    status = null,
    stage = null,
    owner = null,
    from = null,
    to = null,
    limit = LIMIT,
    cursor = null,
    conflict = null,
  } = query;
  const partnerId = partnerSought(caller, query.partnerId);
  const withConflicts = caller.partnerId === null;
  const asked = { scope, partnerId, status, stage, owner, conflict, withConflicts, from, to, limit, cursor };
  const { deals, next } = await list(deps, asked);
  const view = dealView(call);
  return { body: { deals: deals.map(({ deal, conflict }) => ({ ...dealAnswer(deal, view), conflict })), next } };
});

export const handler = listDeals.handlerOn(awsHost);

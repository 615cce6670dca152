import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { partnerOf } from '../../usecases/deal/partner-of.ts';
import { registerDeal as register } from '../../usecases/deal/register-deal.ts';
import { dealReply } from '../deal-wire.ts';

/** A deal as it stands; the same registration again is answered like the first. */
export const registerDeal = operation(dealRoutes.registerDeal, async (call) => {
  const { deps, scope, caller, body } = call;
  const partnerId = partnerOf(caller.partnerId, body.partnerId);
  const { deal, isNew } = await register(deps, { ...body, scope, partnerId, by: caller.subject });
  return { ...(isNew ? {} : { status: 200 }), ...dealReply(deal, call) };
});

export const handler = registerDeal.handlerOn(awsHost);

import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { draftExchange as draftIt } from '../../usecases/payout/batch-exchange.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { batchAnswer } from '../payout-wire.ts';

/** A draft, which books nothing yet. */
export const draftExchange = operation(
  payoutRoutes.draftExchange,
  async ({ deps, scope, caller, parameters, body }) => {
    const { batchId } = parameters;
    await programOf(deps, scope);
    return { body: batchAnswer(await draftIt(deps, { scope, batchId, actor: caller.subject, ...body })) };
  },
);

export const handler = draftExchange.handlerOn(awsHost);

import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { settleParked as settle } from '../../usecases/payout/settle-parked.ts';
import { parkedAnswer } from '../payout-wire.ts';

/** The parked result with what a person has said of it. */
export const settleParked = operation(payoutRoutes.settleParked, async ({ deps, scope, caller, parameters, body }) => {
  const { parkedId } = parameters;
  return { body: parkedAnswer(await settle(deps, { scope, parkedId, by: caller.subject, note: body.note })) };
});

export const handler = settleParked.handlerOn(awsHost);

import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { recordReversal as record } from '../../usecases/facts/record-reversal.ts';

/** A reversal: recorded, or accepted to wait for its conversion. */
export const recordReversal = operation(routes.recordReversal, async ({ deps, caller, parameters, body }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  const { reversal, isWaiting } = await record(deps, { scope, reversal: body });
  const { reversalId, conversionId } = reversal;
  return { status: isWaiting ? 202 : 201, body: { reversalId, conversionId, waiting: isWaiting } };
});

export const handler = recordReversal.handlerOn(awsHost);

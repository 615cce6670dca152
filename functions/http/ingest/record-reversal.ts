import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { recordReversal as record } from '../../usecases/facts/record-reversal.ts';
import { reversalAnswer } from '../wire.ts';

/** A reversal: recorded, or accepted to wait for its conversion. */
export const recordReversal = operation(factRoutes.recordReversal, async ({ deps, scope, body }) => {
  const recorded = await record(deps, { scope, reversal: body });
  return { status: recorded.isWaiting ? 202 : 201, body: reversalAnswer(recorded) };
});

export const handler = recordReversal.handlerOn(awsHost);

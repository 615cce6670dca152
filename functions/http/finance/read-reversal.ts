import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readReversal as read } from '../../usecases/facts/read-reversal.ts';
import { toldReversalAnswer } from '../fact-wire.ts';

/** A reversal as it is recorded. */
export const readReversal = operation(factRoutes.readReversal, async ({ deps, scope, parameters }) => {
  return { body: toldReversalAnswer(await read(deps, { scope, reversalId: parameters.reversalId })) };
});

export const handler = readReversal.handlerOn(awsHost);

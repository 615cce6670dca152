import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readAdjustment as read } from '../../usecases/ledger/adjustment.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { adjustmentAnswer } from '../wire.ts';

/** An adjustment with its decision. */
export const readAdjustment = operation(ledgerRoutes.readAdjustment, async ({ deps, scope, parameters }) => {
  const { currency } = await programOf(deps, scope);
  return { body: adjustmentAnswer(await read(deps, { scope, adjustmentId: parameters.adjustmentId }), currency) };
});

export const handler = readAdjustment.handlerOn(awsHost);

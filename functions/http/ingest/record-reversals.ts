import { bulkRoutes } from '../../contract/routes/bulk.ts';
import { reversalSchema } from '../../contract/schemas/conversion.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { recordReversal } from '../../usecases/facts/record-reversal.ts';
import { bulkOperation } from '../bulk.ts';
import { reversalAnswer } from '../wire.ts';

/** Reversals, each recorded or accepted to wait for its conversion. */
export const recordReversals = bulkOperation(
  bulkRoutes.recordReversals,
  reversalSchema,
  async ({ deps, scope }, reversal) => reversalAnswer(await recordReversal(deps, { scope, reversal })),
);

export const handler = recordReversals.handlerOn(awsHost);

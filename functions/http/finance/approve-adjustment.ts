import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decideAdjustment } from '../../usecases/ledger/adjustment.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { adjustmentAnswer } from '../wire.ts';

/** The second person's yes: from here on the open period takes it up. */
export const approveAdjustment = operation(
  ledgerRoutes.approveAdjustment,
  async ({ deps, scope, caller, parameters }) => {
    const { currency } = await programOf(deps, scope);
    const { adjustmentId } = parameters;
    const decided = await decideAdjustment(deps, { scope, adjustmentId, by: caller.subject, outcome: 'approved' });
    return { body: adjustmentAnswer(decided, currency) };
  },
);

export const handler = approveAdjustment.handlerOn(awsHost);

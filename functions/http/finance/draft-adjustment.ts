import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { draftAdjustment as draftIt } from '../../usecases/ledger/adjustment.ts';
import { adjustmentAnswer } from '../wire.ts';

/** A draft, which pays nobody yet; the same again is answered like the first. */
export const draftAdjustment = operation(ledgerRoutes.draftAdjustment, async ({ deps, scope, caller, body }) => {
  const { draft, isNew } = await draftIt(deps, { scope, body, by: caller.subject });
  return { ...(isNew ? {} : { status: 200 }), body: adjustmentAnswer(draft, body.amount.currency) };
});

export const handler = draftAdjustment.handlerOn(awsHost);

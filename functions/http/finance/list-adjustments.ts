import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { pageFrom } from '../page.ts';
import { adjustmentAnswer } from '../wire.ts';

/** The adjustments of a program, all or those of one status. */
export const listAdjustments = operation(ledgerRoutes.listAdjustments, async ({ deps, scope, query }) => {
  const { currency } = await programOf(deps, scope);
  const { items, next } = await pageFrom(
    (page) => deps.stores.adjustments.adjustmentsAfter(scope, page),
    query,
    ({ content }) => content.adjustmentId,
    ({ status }) => query.status === undefined || status === query.status,
  );
  return { body: { adjustments: items.map((draft) => adjustmentAnswer(draft, currency)), next } };
});

export const handler = listAdjustments.handlerOn(awsHost);

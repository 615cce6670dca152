import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { reconcilePayouts as reconcile } from '../../usecases/payout/reconcile-payouts.ts';
import { reconciliationCsv } from '../../usecases/payout/reconciliation-csv.ts';
import { CSV_HEADERS, formOf, TABLE_FORMS } from '../accept.ts';
import { reconciliationAnswer } from '../payout-wire.ts';

/** The reconciliation as data, or its open items as rows by `?format=csv` or `Accept: text/csv`. */
export const reconcilePayouts = operation(payoutRoutes.reconcilePayouts, async (call) => {
  const { deps, scope, query, headers } = call;
  const { batchId = null, periodId = null, format } = query;
  const found = await reconcile(deps, { scope, batchId, periodId });
  if (formOf(format, headers['accept'], TABLE_FORMS) === 'json') return { body: reconciliationAnswer(found) };
  return { headers: CSV_HEADERS, text: reconciliationCsv(found) };
});

export const handler = reconcilePayouts.handlerOn(awsHost);

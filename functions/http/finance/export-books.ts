import { integrityRoutes } from '../../contract/routes/integrity.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { exportBooks as exportPage } from '../../usecases/ledger/export-books.ts';

/** A page of what a period's root stands over: leaves of partners, hashes and entries. */
export const exportBooks = operation(integrityRoutes.exportBooks, async ({ deps, scope, parameters, query }) => {
  const page = await exportPage(deps, { scope, periodId: parameters.periodId, after: query.after ?? null });
  return { body: page };
});

export const handler = exportBooks.handlerOn(awsHost);

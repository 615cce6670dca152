import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decideRow } from '../../usecases/tax/tax-rows.ts';
import { rowAnswer } from '../tax-wire.ts';

/** Puts a proposed row of the tax tables in force, by another person than its author. */
export const approveTaxRow = operation(taxRoutes.approveTaxRow, async ({ deps, caller, parameters }) => {
  const { merchantId, subject: by } = caller;
  return { body: rowAnswer(await decideRow(deps, { merchantId, rowId: parameters.rowId, by, verdict: 'in-force' })) };
});

export const handler = approveTaxRow.handlerOn(awsHost);

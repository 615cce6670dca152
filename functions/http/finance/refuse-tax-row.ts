import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decideRow } from '../../usecases/tax/tax-rows.ts';
import { rowAnswer } from '../tax-wire.ts';

/** Refuses a proposed row of the tax tables. */
export const refuseTaxRow = operation(taxRoutes.refuseTaxRow, async ({ deps, caller, parameters }) => {
  const { merchantId, subject: by } = caller;
  return { body: rowAnswer(await decideRow(deps, { merchantId, rowId: parameters.rowId, by, verdict: 'refused' })) };
});

export const handler = refuseTaxRow.handlerOn(awsHost);

import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { proposeRow } from '../../usecases/tax/tax-rows.ts';
import { rowAnswer } from '../tax-wire.ts';

/** Proposes a row of the tax tables. */
export const proposeTaxRow = operation(taxRoutes.proposeTaxRow, async ({ deps, caller, body: row }) => {
  const { merchantId, subject: by } = caller;
  return { body: rowAnswer(await proposeRow(deps, { merchantId, row, by })) };
});

export const handler = proposeTaxRow.handlerOn(awsHost);

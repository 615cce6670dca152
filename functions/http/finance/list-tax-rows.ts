import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { taxRows } from '../../usecases/tax/tax-rows.ts';
import { pageOf } from '../page.ts';
import { rowAnswer } from '../tax-wire.ts';

/** The tax tables in force, and the merchant's own rows whatever became of them. */
export const listTaxRows = operation(taxRoutes.listTaxRows, async ({ deps, caller, query }) => {
  const { own, tables } = await taxRows(deps, caller.merchantId);
  const { items, next } = pageOf(own, query, ({ value }) => value.id);
  return { body: { inForce: tables.rows, own: items.map(rowAnswer), next } };
});

export const handler = listTaxRows.handlerOn(awsHost);

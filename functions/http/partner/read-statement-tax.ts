import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readStatementTax as read } from '../../usecases/statement/read-statement-tax.ts';
import { statementTaxAnswer } from '../tax-wire.ts';

/** The tax of a statement. Another partner's is answered as if it did not exist. */
export const readStatementTax = operation(taxRoutes.readStatementTax, async ({ deps, caller, parameters }) => {
  const { merchantId, partnerId } = caller;
  const tax = await read(deps, { merchantId, partnerId, statementId: parameters.statementId });
  return { body: statementTaxAnswer(tax) };
});

export const handler = readStatementTax.handlerOn(awsHost);

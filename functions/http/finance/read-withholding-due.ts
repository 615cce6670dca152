import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { withholdingDueIn } from '../../usecases/tax/payment-records.ts';
import { dueAnswer } from '../tax-wire.ts';

/** What the payments of a month withheld, by kind, with the day on which it is due to the tax office, and what came back too late for its list. */
export const readWithholdingDue = operation(taxRoutes.readWithholdingDue, async ({ deps, caller, parameters }) => {
  const { month } = parameters;
  const { due, corrections } = await withholdingDueIn(deps, { merchantId: caller.merchantId, month });
  return { body: { month, due: due.map(dueAnswer), corrections: corrections.map(dueAnswer) } };
});

export const handler = readWithholdingDue.handlerOn(awsHost);

import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { putPayer as put } from '../../usecases/tax/payer.ts';
import { payerAnswer } from '../tax-wire.ts';

/** The tax settings of a merchant's payer, from a date on. */
export const putPayer = operation(taxRoutes.putPayer, async ({ deps, caller, body }) => {
  const { merchantId, subject: by } = caller;
  return { body: payerAnswer(await put(deps, { merchantId, programId: null, ...body, by })) };
});

export const handler = putPayer.handlerOn(awsHost);

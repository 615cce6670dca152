import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { putPayer as put } from '../../usecases/tax/payer.ts';
import { payerAnswer } from '../tax-wire.ts';

/** The tax settings of the payer of one program, from a date on. */
export const putProgramPayer = operation(taxRoutes.putProgramPayer, async ({ deps, caller, parameters, body }) => {
  const { merchantId, subject: by } = caller;
  return { body: payerAnswer(await put(deps, { merchantId, programId: parameters.programId, ...body, by })) };
});

export const handler = putProgramPayer.handlerOn(awsHost);

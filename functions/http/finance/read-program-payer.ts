import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { payers } from '../../usecases/tax/payer.ts';
import { bookHeaders, payersAnswer } from '../tax-wire.ts';

/** The payer of one program as it holds today, with its history. */
export const readProgramPayer = operation(taxRoutes.readProgramPayer, async ({ deps, caller, parameters }) => {
  const versions = await payers(deps, { merchantId: caller.merchantId, programId: parameters.programId });
  return { headers: bookHeaders(versions.length), body: payersAnswer(versions, deps.now()) };
});

export const handler = readProgramPayer.handlerOn(awsHost);

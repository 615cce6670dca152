import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { payers } from '../../usecases/tax/payer.ts';
import { bookHeaders, payersAnswer } from '../tax-wire.ts';

/** A merchant's payer as it holds today, with its history. */
export const readPayer = operation(taxRoutes.readPayer, async ({ deps, caller }) => {
  const versions = await payers(deps, { merchantId: caller.merchantId, programId: null });
  return { headers: bookHeaders(versions.length), body: payersAnswer(versions, deps.now()) };
});

export const handler = readPayer.handlerOn(awsHost);

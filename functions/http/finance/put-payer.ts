import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { putPayer as put } from '../../usecases/tax/payer.ts';
import { revisionSeen } from '../if-match.ts';
import { bookHeaders, payerAnswer } from '../tax-wire.ts';

/** The tax settings of a merchant's payer, from a date on. */
export const putPayer = operation(taxRoutes.putPayer, async ({ deps, caller, body, headers }) => {
  const { merchantId, subject: by } = caller;
  const seen = revisionSeen(headers['if-match'], 'tax.edited');
  const version = await put(deps, { merchantId, programId: null, ...body, by, seen });
  return { headers: bookHeaders(version.version), body: payerAnswer(version) };
});

export const handler = putPayer.handlerOn(awsHost);

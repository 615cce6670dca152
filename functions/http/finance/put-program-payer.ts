import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { putPayer as put } from '../../usecases/tax/payer.ts';
import { revisionSeen } from '../if-match.ts';
import { bookHeaders, payerAnswer } from '../tax-wire.ts';

/** The tax settings of the payer of one program, from a date on. */
export const putProgramPayer = operation(
  taxRoutes.putProgramPayer,
  async ({ deps, caller, parameters, body, headers }) => {
    const { merchantId, subject: by } = caller;
    const seen = revisionSeen(headers['if-match'], 'tax.edited');
    const version = await put(deps, { merchantId, programId: parameters.programId, ...body, by, seen });
    return { headers: bookHeaders(version.version), body: payerAnswer(version) };
  },
);

export const handler = putProgramPayer.handlerOn(awsHost);

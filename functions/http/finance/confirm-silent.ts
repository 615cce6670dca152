import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { confirmSilent as confirm } from '../../usecases/statement/confirm-silent.ts';

/** Confirms by silence what is due; the cloud does it every day by itself. */
export const confirmSilent = operation(statementRoutes.confirmSilent, async ({ deps, caller }) => {
  return { body: { confirmed: await confirm(deps, { merchantId: caller.merchantId }) } };
});

export const handler = confirmSilent.handlerOn(awsHost);

import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { confirmSilent as confirm } from '../../usecases/statement/confirm-silent.ts';

/** Confirms by silence what is due; the cloud does it every day by itself. */
export const confirmSilent = operation(routes.confirmSilent, async ({ deps, caller }) => {
  return { body: { confirmed: await confirm(deps, { merchantId: caller.merchantId }) } };
});

export const handler = confirmSilent.handlerOn(awsHost);

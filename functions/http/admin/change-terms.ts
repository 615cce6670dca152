import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeTerms as change } from '../../usecases/terms/change-terms.ts';
import { instant } from '../wire.ts';

/** New terms of an enrollment from an instant on. */
export const changeTerms = operation(programRoutes.changeTerms, async ({ deps, scope, parameters, body }) => {
  const { partnerId, from, value } = await change(deps, {
    scope,
    change: { ...body, partnerId: parameters.partnerId },
  });
  return { body: { partnerId, from: instant(from), ...value } };
});

export const handler = changeTerms.handlerOn(awsHost);

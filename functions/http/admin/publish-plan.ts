import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { publishPlan as publish } from '../../usecases/publish-plan.ts';
import { instant } from '../wire.ts';

/** A new version of a program's rules. */
export const publishPlan = operation(routes.publishPlan, async ({ deps, caller, parameters, body }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  const { fact, recordedAt } = await publish(deps, { scope, plan: body });
  return { body: { ...fact, publishedAt: instant(recordedAt) } };
});

export const handler = publishPlan.handlerOn(awsHost);

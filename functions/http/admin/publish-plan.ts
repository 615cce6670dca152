import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { publishPlan as publish } from '../../usecases/terms/publish-plan.ts';
import { planAnswer } from '../wire.ts';

/** A new version of a program's rules, published at once. */
export const publishPlan = operation(programRoutes.publishPlan, async ({ deps, scope, caller, body }) => {
  return { body: planAnswer(await publish(deps, { scope, plan: body, by: caller.subject })) };
});

export const handler = publishPlan.handlerOn(awsHost);

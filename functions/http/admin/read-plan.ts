import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readPlan as read } from '../../usecases/terms/plan-version.ts';
import { planAnswer, planHeaders } from '../wire.ts';

/** A version of a program's rules; a draft with its ETag. */
export const readPlan = operation(programRoutes.readPlan, async ({ deps, scope, parameters }) => {
  const plan = await read(deps, scope, parameters.version);
  return { headers: planHeaders(plan), body: planAnswer(plan) };
});

export const handler = readPlan.handlerOn(awsHost);

import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { listPlans as list } from '../../usecases/terms/plan-version.ts';
import { pageOf } from '../page.ts';
import { planAnswer } from '../wire.ts';

/** All versions of a program's rules, published ones and drafts. */
export const listPlans = operation(programRoutes.listPlans, async ({ deps, scope, query }) => {
  const { items, next } = pageOf(await list(deps, scope), query, ({ plan }) => `${plan.version}`);
  return { body: { plans: items.map(planAnswer), next } };
});

export const handler = listPlans.handlerOn(awsHost);

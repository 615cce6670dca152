import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { pageOf } from '../page.ts';
import { settlementAnswer } from '../wire.ts';

/** Where each period stands whose settlement was begun. */
export const listPeriods = operation(settlementRoutes.listPeriods, async ({ deps, scope, query }) => {
  await programOf(deps, scope);
  const settlements = await deps.stores.settlements.settlements(scope);
  const { items, next } = pageOf(settlements, query, ({ periodId }) => periodId);
  return { body: { periods: items.map(settlementAnswer), next } };
});

export const handler = listPeriods.handlerOn(awsHost);

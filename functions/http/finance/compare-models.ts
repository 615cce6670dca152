import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { compareModels as compare } from '../../usecases/analysis/compare-models.ts';

/** A closed period credited by several models, side by side. */
export const compareModels = operation(settlementRoutes.compareModels, async ({ deps, scope, parameters, body }) => {
  return { body: await compare(deps, { scope, periodId: parameters.periodId, models: body.models }) };
});

export const handler = compareModels.handlerOn(awsHost);

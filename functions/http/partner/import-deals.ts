import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { importDeals as importThem } from '../../usecases/deal/import-deals.ts';

/** Each row with its deal, or with what is wrong with it. */
export const importDeals = operation(dealRoutes.importDeals, async ({ deps, scope, caller, body }) => {
  const { partnerId, subject: by } = caller;
  return { body: { results: await importThem(deps, { scope, partnerId, ...body, by }) } };
});

export const handler = importDeals.handlerOn(awsHost);

import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dateDeals as date } from '../../usecases/deal/date-deals.ts';

/** How many decisions were late and how many protections over; the cloud asks every hour by itself. */
export const dateDeals = operation(dealRoutes.dateDeals, async ({ deps, caller }) => {
  return { body: await date(deps, { merchantId: caller.merchantId }) };
});

export const handler = dateDeals.handlerOn(awsHost);

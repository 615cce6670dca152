import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { COUNTED_DAYS_MAX, readStatistics as read } from '../../usecases/partner/read-statistics.ts';
import { statisticsAnswer } from '../earned-wire.ts';
import { partnerAsked } from '../own-partner.ts';
import { rangeAsked } from '../range-asked.ts';

/** What came of a partner's work, counted; without dates the last 31 days. */
export const readStatistics = operation(selfServiceRoutes.readStatistics, async ({ deps, scope, caller, query }) => {
  const partnerId = partnerAsked(caller, query.partnerId);
  const range = await rangeAsked(deps, scope, query, COUNTED_DAYS_MAX);
  const counted = await read(deps, { scope, partnerId, ...range });
  return { body: { partnerId, ...range, ...statisticsAnswer(counted) } };
});

export const handler = readStatistics.handlerOn(awsHost);

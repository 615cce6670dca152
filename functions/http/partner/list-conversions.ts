import { languageOf } from '../../contract/problem.ts';
import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { PAGE_MAX } from '../../limits.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { listEarned } from '../../usecases/partner/list-earned.ts';
import { earnedAnswer } from '../earned-wire.ts';
import { partnerAsked } from '../own-partner.ts';
import { rangeAsked } from '../range-asked.ts';

const DAYS = 92;

/** What a partner earned by, the latest first; without dates of the last 92 days. */
export const listConversions = operation(
  selfServiceRoutes.listConversions,
  async ({ deps, scope, caller, query, headers }) => {
    const partnerId = partnerAsked(caller, query.partnerId);
    const range = await rangeAsked(deps, scope, query, DAYS);
    const { limit = PAGE_MAX, cursor = null } = query;
    const { ground, earned, next } = await listEarned(deps, { scope, partnerId, ...range, limit, cursor });
    const language = languageOf(headers['accept-language']);
    return { body: { conversions: earned.map((each) => earnedAnswer(each, ground, language)), next } };
  },
);

export const handler = listConversions.handlerOn(awsHost);

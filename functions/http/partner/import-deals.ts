import { languageOf } from '../../contract/problem.ts';
import { dealRoutes } from '../../contract/routes/deal.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import { importDeals as importThem } from '../../usecases/deal/import-deals.ts';

/** Each row with its deal, or with what is wrong with it. */
export const importDeals = operation(dealRoutes.importDeals, async ({ deps, scope, caller, body, headers }) => {
  const { partnerId, subject: by } = caller;
  const language = languageOf(headers['accept-language']);
  const results = await importThem(deps, { scope, partnerId, ...body, by, language });
  return { headers: inLanguage(language), body: { results } };
});

export const handler = importDeals.handlerOn(awsHost);

import { languageOf } from '../../contract/problem.ts';
import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import type { RowPage } from '../../store/scope.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { pageFrom } from '../page.ts';
import { payoutAnswer } from '../payout-wire.ts';

/** Payouts of a period by partner; one that waits names every reason. */
export const listPayouts = operation(payoutRoutes.listPayouts, async ({ deps, scope, parameters, query, headers }) => {
  await programOf(deps, scope);
  const rowsAfter = (page: RowPage) => deps.stores.payouts.payoutsAfter(scope, parameters.periodId, page);
  const { items, next } = await pageFrom(rowsAfter, query, ({ partnerId }) => partnerId);
  const language = languageOf(headers['accept-language']);
  const payouts = items.map((payout) => payoutAnswer(payout, language));
  return { headers: inLanguage(language), body: { payouts, next } };
});

export const handler = listPayouts.handlerOn(awsHost);

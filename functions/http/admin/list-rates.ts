import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import type { RowPage } from '../../store/scope.ts';
import { listRates as list } from '../../usecases/facts/list-rates.ts';
import { pageFrom } from '../page.ts';

/** The recorded exchange rates by day and pair, all, or those of a month or with a currency. */
export const listRates = operation(programRoutes.listRates, async ({ deps, scope, query }) => {
  const { month, currency, ...page } = query;
  const { items, next } = await pageFrom(
    (rows: RowPage) => list(deps, { scope, month }, rows),
    page,
    ({ position }) => position,
    ({ rate: { from, to } }) => currency === undefined || from === currency || to === currency,
  );
  return { body: { rates: items.map(({ rate }) => rate), next } };
});

export const handler = listRates.handlerOn(awsHost);

import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { simulatePlan as simulate } from '../../usecases/analysis/simulate-plan.ts';
import { simulationCsv } from '../../usecases/analysis/simulation-csv.ts';
import { CSV_HEADERS, formOf, TABLE_FORMS } from '../accept.ts';

/** What a draft plan would have changed, as data, or as a row a partner by `?format=csv` or `Accept: text/csv`. */
export const simulatePlan = operation(settlementRoutes.simulatePlan, async ({ deps, scope, query, body, headers }) => {
  const simulation = await simulate(deps, { scope, ...body });
  if (formOf(query.format, headers['accept'], TABLE_FORMS) === 'json') return { body: simulation };
  return { headers: CSV_HEADERS, text: simulationCsv(simulation) };
});

export const handler = simulatePlan.handlerOn(awsHost);

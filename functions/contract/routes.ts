import type { Route } from './route.ts';
import { accessRoutes } from './routes/access.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { claimRoutes } from './routes/claim.ts';
import { connectorRoutes } from './routes/connector.ts';
import { dealRoutes } from './routes/deal.ts';
import { factRoutes } from './routes/facts.ts';
import { integrityRoutes } from './routes/integrity.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { payoutRoutes } from './routes/payout.ts';
import { programRoutes } from './routes/program.ts';
import { referenceRoutes } from './routes/reference.ts';
import { selfServiceRoutes } from './routes/self-service.ts';
import { settlementRoutes } from './routes/settlement.ts';
import { statementRoutes } from './routes/statement.ts';
import { taxRoutes } from './routes/tax.ts';
import { webhookRoutes } from './routes/webhook.ts';

export type { Role, Route } from './route.ts';

/** The one table of operations. */
export const routes = {
  ...factRoutes,
  ...programRoutes,
  ...bulkRoutes,
  ...settlementRoutes,
  ...ledgerRoutes,
  ...integrityRoutes,
  ...selfServiceRoutes,
  ...statementRoutes,
  ...taxRoutes,
  ...payoutRoutes,
  ...referenceRoutes,
  ...dealRoutes,
  ...claimRoutes,
  ...webhookRoutes,
  ...connectorRoutes,
  ...accessRoutes,
};

export type RouteName = keyof typeof routes;

/** The table as a list, in its order. */
export const routeList: readonly Route[] = Object.values(routes);

import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { listConnectors as list } from '../../usecases/connector/connector-record.ts';
import { connectorAnswer } from '../connector-wire.ts';

/** The connectors of the merchant. */
export const listConnectors = operation(connectorRoutes.listConnectors, async ({ deps, caller }) => {
  const connectors = await list(deps, caller.merchantId);
  return { body: { connectors: connectors.map(connectorAnswer) } };
});

export const handler = listConnectors.handlerOn(awsHost);

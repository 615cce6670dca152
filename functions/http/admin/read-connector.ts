import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { ownConnector } from '../../usecases/connector/connector-record.ts';
import { connectorReply } from '../connector-wire.ts';

/** A connector of the merchant. */
export const readConnector = operation(connectorRoutes.readConnector, async ({ deps, caller, parameters }) => {
  const whose = { merchantId: caller.merchantId, connectorId: parameters.connectorId };
  return connectorReply(await ownConnector(deps, whose));
});

export const handler = readConnector.handlerOn(awsHost);

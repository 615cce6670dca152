import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { createConnector as create } from '../../usecases/connector/connector-record.ts';
import { connectorReply } from '../connector-wire.ts';

/** A connector with the address that its vendor posts to. */
export const createConnector = operation(connectorRoutes.createConnector, async ({ deps, scope, caller, body }) => {
  const { connector, isNew } = await create(deps, { ...body, scope, by: caller.subject });
  return { status: isNew ? 201 : 200, ...connectorReply(connector) };
});

export const handler = createConnector.handlerOn(awsHost);

import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeConnector as change } from '../../usecases/connector/connector-record.ts';
import { connectorReply } from '../connector-wire.ts';
import { revisionSeen } from '../if-match.ts';

/** A connector with other settings. */
export const changeConnector = operation(
  connectorRoutes.changeConnector,
  async ({ deps, caller, parameters, body, headers }) => {
    const whose = { merchantId: caller.merchantId, connectorId: parameters.connectorId };
    const seen = revisionSeen(headers['if-match'], 'connector.edited');
    return connectorReply(await change(deps, { ...whose, settings: body, by: caller.subject, seen }));
  },
);

export const handler = changeConnector.handlerOn(awsHost);

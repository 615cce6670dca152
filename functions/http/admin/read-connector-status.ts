import { languageOf } from '../../contract/problem.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { ownConnector } from '../../usecases/connector/connector-record.ts';
import { connectorStatus } from '../../usecases/connector/connector-status.ts';
import { statusAnswer } from '../connector-wire.ts';

/** What a connector took, and what it did not and why. */
export const readConnectorStatus = operation(
  connectorRoutes.readConnectorStatus,
  async ({ deps, caller, parameters, query, headers }) => {
    const connector = await ownConnector(deps, { merchantId: caller.merchantId, ...parameters });
    const status = await connectorStatus(deps, connector, { from: query.from, to: query.to });
    return { body: statusAnswer(connector, status, languageOf(headers['accept-language'])) };
  },
);

export const handler = readConnectorStatus.handlerOn(awsHost);

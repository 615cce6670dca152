import { languageOf } from '../../contract/problem.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { ownConnector } from '../../usecases/connector/connector-record.ts';
import { retryMessage } from '../../usecases/connector/receive-message.ts';
import { messageAnswer } from '../connector-wire.ts';

/** What became of a parked message now. */
export const retryConnectorMessage = operation(
  connectorRoutes.retryConnectorMessage,
  async ({ deps, caller, parameters, headers }) => {
    const connector = await ownConnector(deps, { merchantId: caller.merchantId, ...parameters });
    const message = await retryMessage(deps, connector, parameters.messageId);
    return { body: messageAnswer(message, languageOf(headers['accept-language'])) };
  },
);

export const handler = retryConnectorMessage.handlerOn(awsHost);

import { languageOf } from '../../contract/problem.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { PAGE_MAX } from '../../limits.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { ownConnector } from '../../usecases/connector/connector-record.ts';
import { listMessages } from '../../usecases/connector/connector-status.ts';
import { messageAnswer } from '../connector-wire.ts';
import { afterPosition, BY_TIME, cursorOf } from '../page.ts';

/** One page of what became of messages. */
export const listConnectorMessages = operation(connectorRoutes.listConnectorMessages, async (call) => {
  const { deps, caller, parameters, query, headers } = call;
  const connector = await ownConnector(deps, { merchantId: caller.merchantId, ...parameters });
  const { day, outcome, limit = PAGE_MAX } = query;
  const after = afterPosition(query, BY_TIME);
  const { logged, next } = await listMessages(deps, connector, { day, outcome, after, limit });
  const language = languageOf(headers['accept-language']);
  const messages = logged.map(({ message }) => messageAnswer(message, language));
  return { body: { messages, next: next === null ? null : cursorOf(next) } };
});

export const handler = listConnectorMessages.handlerOn(awsHost);

import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeConnector as change } from '../../usecases/connector/connector-record.ts';
import { connectorAnswer } from '../connector-wire.ts';

/** A connector with other settings. */
export const changeConnector = operation(
  connectorRoutes.changeConnector,
  async ({ deps, caller, parameters, body }) => {
    const whose = { merchantId: caller.merchantId, connectorId: parameters.connectorId };
    return { body: connectorAnswer(await change(deps, { ...whose, settings: body, by: caller.subject })) };
  },
);

export const handler = changeConnector.handlerOn(awsHost);

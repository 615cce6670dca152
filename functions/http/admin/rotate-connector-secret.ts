import { HOUR_MS } from '../../../domain/time.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { rotateSecret } from '../../usecases/connector/connector-record.ts';
import { connectorReply } from '../connector-wire.ts';
import { revisionSeen } from '../if-match.ts';

/** A connector with a new secret. */
export const rotateConnectorSecret = operation(connectorRoutes.rotateConnectorSecret, async (call) => {
  const { deps, caller, parameters, body, headers } = call;
  const whose = { merchantId: caller.merchantId, connectorId: parameters.connectorId, by: caller.subject };
  const earlierGoodUntil = deps.now() + body.earlierGoodForHours * HOUR_MS;
  const seen = revisionSeen(headers['if-match'], 'connector.edited');
  return connectorReply(await rotateSecret(deps, { ...whose, secret: body.secret, earlierGoodUntil, seen }));
});

export const handler = rotateConnectorSecret.handlerOn(awsHost);

import { messageIdOf } from '../../connector/message-id.ts';
import { isSignedByShopify } from '../../connector/signatures.ts';
import { languageOf } from '../../contract/problem.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { signedOperation } from '../../runtime/operation/signed-operation.ts';
import { addressedConnector, openSecrets } from '../../usecases/connector/connector-record.ts';
import { receiveMessage } from '../../usecases/connector/receive-message.ts';
import { receivedAnswer } from '../connector-wire.ts';

/** A webhook of a shop; another shop's, signed by the same app, is not one of this connector. */
export const receiveShopify = signedOperation(
  connectorRoutes.receiveShopify,
  async ({ deps, parameters, headers, sent }) => {
    const connector = await addressedConnector(deps, parameters.connectorId, 'shopify');
    const secrets = await openSecrets(deps, connector);
    const isOwn = connector.account === null || headers['x-shopify-shop-domain'] === connector.account;
    const { payload, hash } = sent(
      (bytes) => isOwn && secrets.some((secret) => isSignedByShopify(bytes, headers, secret)),
    );
    const messageId = messageIdOf(headers['x-shopify-webhook-id'], hash);
    const type = headers['x-shopify-topic'] ?? 'unknown';
    const message = await receiveMessage(deps, connector, { messageId, type, payload, hash });
    return receivedAnswer(message, languageOf(headers['accept-language']));
  },
);

export const handler = receiveShopify.handlerOn(awsHost);

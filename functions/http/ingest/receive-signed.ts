import { pointedAt } from '../../../domain/connector/prune.ts';
import { typeOfSigned } from '../../connector/map-signed.ts';
import { messageIdOf } from '../../connector/message-id.ts';
import { isSignedAsMapped } from '../../connector/signatures.ts';
import { languageOf } from '../../contract/problem.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { signedOperation } from '../../runtime/operation/signed-operation.ts';
import { addressedConnector, openSecrets } from '../../usecases/connector/connector-record.ts';
import { receiveMessage } from '../../usecases/connector/receive-message.ts';
import { receivedAnswer } from '../connector-wire.ts';

/** Signed JSON of any form. */
export const receiveSigned = signedOperation(
  connectorRoutes.receiveSigned,
  async ({ deps, parameters, headers, sent }) => {
    const connector = await addressedConnector(deps, parameters.connectorId, 'signed');
    const { mapping } = connector;
    const secrets = await openSecrets(deps, connector);
    const { payload, hash } = sent(
      (bytes) => mapping !== null && secrets.some((secret) => isSignedAsMapped(mapping, { bytes, headers, secret })),
    );
    const named = mapping?.id == null ? headers['webhook-id'] : pointedAt(payload, mapping.id);
    const type = mapping === null ? 'unknown' : typeOfSigned(mapping, payload);
    const message = await receiveMessage(deps, connector, { messageId: messageIdOf(named, hash), type, payload, hash });
    return receivedAnswer(message, languageOf(headers['accept-language']));
  },
);

export const handler = receiveSigned.handlerOn(awsHost);

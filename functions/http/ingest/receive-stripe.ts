import { pointedAt } from '../../../domain/connector/prune.ts';
import { messageIdOf } from '../../connector/message-id.ts';
import { languageOf } from '../../contract/problem.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { signedOperation } from '../../runtime/operation/signed-operation.ts';
import { addressedConnector, openSecrets } from '../../usecases/connector/connector-record.ts';
import { receiveMessage } from '../../usecases/connector/receive-message.ts';
import { receivedAnswer } from '../connector-wire.ts';

/** An event of Stripe: dealt with, or parked; 200 either way, so that Stripe sends it no more. */
export const receiveStripe = signedOperation(
  connectorRoutes.receiveStripe,
  async ({ deps, parameters, headers, sent }) => {
    const connector = await addressedConnector(deps, parameters.connectorId, 'stripe');
    const { isSignedByStripe } = await import('../../connector/stripe/stripe-signature.ts');
    const secrets = await openSecrets(deps, connector);
    const { payload, hash } = sent((bytes) =>
      secrets.some((secret) => isSignedByStripe(bytes, headers['stripe-signature'], secret)),
    );
    const messageId = messageIdOf(pointedAt(payload, '/id'), hash);
    const type = String(pointedAt(payload, '/type') ?? 'unknown');
    const message = await receiveMessage(deps, connector, { messageId, type, payload, hash });
    return receivedAnswer(message, languageOf(headers['accept-language']));
  },
);

export const handler = receiveStripe.handlerOn(awsHost);

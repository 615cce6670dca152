import type { Connector, ConnectorMessage } from '../../domain/connector/connector.ts';
import { formatInstant } from '../../domain/time.ts';
import type { ConnectorStatus } from '../usecases/connector/connector-status.ts';
import { entityTag } from './if-match.ts';

/** The answer of an operation on one connector, with the tag by which it is edited. */
export function connectorReply(connector: Connector) {
  return { headers: { etag: entityTag(connector.revision) }, body: connectorAnswer(connector) };
}

/** A connector; of its secrets only how they end. */
export function connectorAnswer({ secrets, merchantId: _, revision: _of, ...connector }: Connector) {
  return {
    ...connector,
    path: `/v1/connectors/${encodeURIComponent(connector.connectorId)}/${connector.kind}`,
    secrets: secrets.map(({ ending, goodUntil }) => {
      return { masked: `••••${ending}`, goodUntil: goodUntil === null ? null : formatInstant(goodUntil) };
    }),
    changedAt: formatInstant(connector.changedAt),
  };
}

export function messageAnswer(message: Omit<ConnectorMessage, 'kept'>) {
  const { messageId, type, outcome, reason, recorded, hash, tries, at } = message;
  return { messageId, type, outcome, reason, recorded, hash, tries, at: formatInstant(at) };
}

export function statusAnswer({ connectorId, isActive }: Connector, status: ConnectorStatus) {
  const { lastSeenAt, parked, ...counted } = status;
  return {
    connectorId,
    isActive,
    ...counted,
    lastSeenAt: lastSeenAt === null ? null : formatInstant(lastSeenAt),
    parked: parked.map(messageAnswer),
  };
}

/** Vendors look at the status alone; people who try it out read the rest. */
export function receivedAnswer({ messageId, outcome, reason }: ConnectorMessage) {
  return { body: { messageId, outcome, reason } };
}

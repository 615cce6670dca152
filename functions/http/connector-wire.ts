import type { Connector, ConnectorMessage } from '../../domain/connector/connector.ts';
import type { Language } from '../../domain/said.ts';
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

export function messageAnswer(message: Omit<ConnectorMessage, 'kept'>, language: Language) {
  const { messageId, type, outcome, recorded, hash, tries, at } = message;
  const reason = message.reason?.[language] ?? null;
  return { messageId, type, outcome, reason, recorded, hash, tries, at: formatInstant(at) };
}

export function statusAnswer({ connectorId, isActive }: Connector, status: ConnectorStatus, language: Language) {
  const { lastSeenAt, parked, reasons, ...counted } = status;
  return {
    connectorId,
    isActive,
    ...counted,
    reasons: reasons.map(({ reason, ...counted }) => ({ ...counted, reason: reason[language] })),
    lastSeenAt: lastSeenAt === null ? null : formatInstant(lastSeenAt),
    parked: parked.map((message) => messageAnswer(message, language)),
  };
}

/** Vendors look at the status alone; people who try it out read the rest. */
export function receivedAnswer({ messageId, outcome, reason }: ConnectorMessage, language: Language) {
  return { body: { messageId, outcome, reason: reason?.[language] ?? null } };
}

import type { Connector, ConnectorMessage } from '../../../domain/connector/connector.ts';
import { loggedOf, placeOf } from '../connector-log.ts';
import type { ConnectorName, ConnectorPayment, ConnectorStore, LoggedMessage } from '../connector-store.ts';
import { byCodePoint, ordered, pageOfOrdered } from '../order.ts';
import type { Recorded } from '../scope.ts';
import { putOnce, replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

interface Space {
  readonly messages: Map<string, ConnectorMessage>;
  /** By position, by place. */
  readonly log: Map<string, Map<string, LoggedMessage>>;
  readonly parked: Set<string>;
  readonly waiting: Map<string, Set<string>>;
  readonly payments: Map<string, Recorded<ConnectorPayment>>;
}

export function memoryConnectors(): ConnectorStore {
  const all = new Map<string, Connector>();
  const spaces = new Spaces<Space>(() => {
    return { messages: new Map(), log: new Map(), parked: new Set(), waiting: new Map(), payments: new Map() };
  });
  const spaceOf = ({ merchantId, connectorId }: ConnectorName): Space =>
    spaces.of({ merchantId, programId: connectorId });
  return {
    connector: async (connectorId) => all.get(connectorId) ?? null,
    connectors: async (merchantId) =>
      ordered(
        [...all.values()].filter((one) => one.merchantId === merchantId),
        ({ connectorId }) => connectorId,
      ),
    advanceConnector: async (expected, next) => replaceIf(all, next.connectorId, expected, next),
    message: async (of, messageId) => spaceOf(of).messages.get(messageId) ?? null,
    advanceMessage: async (of, expected, next) => {
      const { messages, log, parked, waiting } = spaceOf(of);
      const { messageId, outcome, waitsFor } = next;
      if (outcome === 'parked') parked.add(messageId);
      if (waitsFor !== null) getOrMake(waiting, waitsFor, () => new Set()).add(messageId);
      if (!replaceIf(messages, messageId, expected, next)) return false;
      if (outcome !== 'parked') parked.delete(messageId);
      const fact = loggedOf(next);
      getOrMake(log, JSON.stringify(placeOf(next)), () => new Map()).set(fact.position, fact);
      return true;
    },
    logged: async (of, { day, outcome }, page) => {
      const rows = spaceOf(of).log.get(JSON.stringify({ day, outcome }))?.values() ?? [];
      return pageOfOrdered(rows, ({ position }) => position, page);
    },
    parkedMessages: async (of, limit) => [...spaceOf(of).parked].sort(byCodePoint).slice(0, limit),
    everWaiting: async (of, payment) => [...(spaceOf(of).waiting.get(payment) ?? [])].sort(byCodePoint),
    putPayment: async (of, payment) => putOnce(spaceOf(of).payments, payment.fact.payment, payment),
    payment: async (of, payment) => spaceOf(of).payments.get(payment)?.fact ?? null,
  };
}

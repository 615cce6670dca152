import type { Connector, ConnectorMessage } from '../../../domain/connector/connector.ts';
import { SECOND_MS } from '../../../domain/time.ts';
import { loggedOf, placeOf } from '../connector-log.ts';
import type { ConnectorPayment, ConnectorStore, LoggedMessage } from '../connector-store.ts';
import type { Table } from './items.ts';
import { factsAfter, getFact, putIf, putIfAbsent, putOnce, query, replaceFactIf } from './items.ts';
import type { Partitions } from './table.ts';
import { key, partitions } from './table.ts';

export function dynamoConnectors(records: Table): ConnectorStore {
  const connector = async (connectorId: string) => await getFact<Connector>(records, key.connector(connectorId));
  return {
    connector,
    connectors: async (merchantId) => {
      const ids = await idsIn(records, partitions.connectors(merchantId), Number.POSITIVE_INFINITY);
      const found = await Promise.all(ids.map(connector));
      // A crash may have left a place without its connector.
      return found.filter((one) => one !== null);
    },
    advanceConnector: async (expected, next) => {
      await putIfAbsent(records, key.connectorOf(next));
      const row = { key: key.connector(next.connectorId), type: null, fact: next, recordedAt: next.changedAt };
      return await replaceFactIf(records, row, expected);
    },
    message: async (of, messageId) => await getFact<ConnectorMessage>(records, key.message(of, messageId)),
    advanceMessage: async (of, expected, next) => {
      const { messageId, outcome, waitsFor, at: recordedAt } = next;
      // What finds it goes ahead: what is parked and in no list would never be seen to.
      if (outcome === 'parked') await putIfAbsent(records, key.parkedMessage(of, messageId));
      if (waitsFor !== null) await putIfAbsent(records, key.everWaiting(of, waitsFor, messageId));
      const row = { key: key.message(of, messageId), type: null, fact: next, recordedAt };
      if (!(await replaceFactIf(records, row, expected))) return false;
      // Tried more than once, it was parked before.
      if (outcome !== 'parked' && next.tries > 1) {
        const place = { ...key.parkedMessage(of, messageId), x: Math.ceil(recordedAt / SECOND_MS) };
        await putIf(records, place, { ConditionExpression: 'attribute_exists(pk)' });
      }
      const fact = loggedOf(next);
      await putOnce(records, { key: key.logged(of, placeOf(next), fact.position), type: null, fact, recordedAt });
      return true;
    },
    logged: async (of, place, page) => await factsAfter<LoggedMessage>(records, partitions.messagesOn(of, place), page),
    parkedMessages: async (of, limit) => await idsIn(records, partitions.parkedMessages(of), limit),
    everWaiting: async (of, payment) =>
      await idsIn(records, partitions.everWaiting(of, payment), Number.POSITIVE_INFINITY),
    putPayment: async (of, payment) =>
      await putOnce(records, { ...payment, key: key.payment(of, payment.fact.payment), type: null }),
    payment: async (of, payment) => await getFact<ConnectorPayment>(records, key.payment(of, payment)),
  };
}

/** Places are small; one with an end is on its way out. */
async function idsIn(table: Table, pks: Partitions, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const pk of pks) {
    for await (const { sk, x: end } of query(table, { pk })) {
      if (ids.length >= limit) return ids;
      if (end === undefined) ids.push(sk);
    }
  }
  return ids;
}

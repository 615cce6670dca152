import type { Connector, ConnectorMessage, MessageOutcome } from '../../domain/connector/connector.ts';
import type { ConversionId, MerchantId } from '../../domain/ids.ts';
import type { PutOnce, Recorded } from './scope.ts';

/** A connector as its messages are stored. */
export type ConnectorName = Pick<Connector, 'merchantId' | 'connectorId'>;

/** Messages that were dealt with on a UTC day (`YYYY-MM-DD`), by what became of them then. */
export interface LogPlace {
  readonly day: string;
  readonly outcome: MessageOutcome;
}

/** A try at a message, as it stands in the log. */
export interface LoggedMessage {
  readonly position: string;
  readonly message: Omit<ConnectorMessage, 'kept'>;
}

/** How vendors' systems are connected, and what became of their messages. */
export interface ConnectorStore {
  /** Whoever posts to a connector has no token, so it is found by its id alone and says whose it is. */
  connector(connectorId: string): Promise<Connector | null>;
  /** By id. */
  connectors(merchantId: MerchantId): Promise<readonly Connector[]>;
  /** Replaces it if it is still `expected` (null: absent). False when somebody else was first. */
  advanceConnector(expected: Connector | null, next: Connector): Promise<boolean>;
  message(of: ConnectorName, messageId: string): Promise<ConnectorMessage | null>;
  /** Replaces it if it is still `expected` (null: absent), and logs the try. False when somebody else was first. Safe to repeat. */
  advanceMessage(of: ConnectorName, expected: ConnectorMessage | null, next: ConnectorMessage): Promise<boolean>;
  /** In the order of their tries, after a position. */
  logged(
    of: ConnectorName,
    place: LogPlace,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly LoggedMessage[]>;
  /** Ids of messages that are parked, at most so many; a crash may leave one that was. */
  parkedMessages(of: ConnectorName, limit: number): Promise<readonly string[]>;
  /** Ids of messages that waited for a payment at some time. */
  everWaiting(of: ConnectorName, payment: string): Promise<readonly string[]>;
  /** Which conversion a payment was for; the first stays. */
  putPayment(of: ConnectorName, payment: Recorded<ConnectorPayment>): Promise<PutOnce<ConnectorPayment>>;
  payment(of: ConnectorName, payment: string): Promise<ConnectorPayment | null>;
}

/** A vendor's payment with the conversion that it was for. */
export interface ConnectorPayment {
  readonly payment: string;
  readonly conversionId: ConversionId;
}

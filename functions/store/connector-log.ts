import type { ConnectorMessage } from '../../domain/connector/connector.ts';
import { utcDay } from '../../domain/time.ts';
import type { LoggedMessage, LogPlace } from './connector-store.ts';

/** Where a try stands in the log. */
export function placeOf({ at, outcome }: Pick<ConnectorMessage, 'at' | 'outcome'>): LogPlace {
  return { day: utcDay(at), outcome };
}

/** The log says what became of a message, not what was in it. */
export function loggedOf({ kept: _content, ...message }: ConnectorMessage): LoggedMessage {
  return { position: `${String(message.at).padStart(15, '0')}#${message.messageId}`, message };
}

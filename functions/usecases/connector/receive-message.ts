import * as z from 'zod';
import type { Connector, ConnectorMessage } from '../../../domain/connector/connector.ts';
import type { Sent } from '../../../domain/connector/prune.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Language, Sentence } from '../../../domain/said.ts';
import { keptOf, readMessage } from '../../connector/read-message.ts';
import { fieldFaults } from '../../contract/field-errors.ts';
import { problemCodes } from '../../contract/problem.ts';
import type { Fault } from '../../contract/refusal.ts';
import { KEPT_BYTES_MAX } from '../../limits.ts';
import type { Deps } from '../../runtime/deps.ts';
import { programOf } from '../terms/load-terms.ts';
import { paymentsIn, takeFacts } from './take-facts.ts';

/** A message whose signature was right. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly type: string;
  readonly payload: Sent;
  /** SHA-256 of what was sent. */
  readonly hash: string;
}

type Outcome = Pick<ConnectorMessage, 'outcome' | 'reason' | 'recorded' | 'waitsFor'> & {
  readonly payments: readonly string[];
};

/**
 * Deals with a message: its facts are recorded, or it is said why not. The same message again changes nothing, unless it is
 * parked: then it is tried again. What we did not foresee is thrown, so that the vendor sends it again.
 */
export async function receiveMessage(
  deps: Deps,
  connector: Connector,
  message: ReceivedMessage,
): Promise<ConnectorMessage> {
  const known = await deps.stores.connectors.message(connector, message.messageId);
  if (known !== null && known.outcome !== 'parked') {
    // A crash may have left the log without it.
    await deps.stores.connectors.advanceMessage(connector, known, known);
    return known;
  }
  const { tracking } = await programOf(deps, connector);
  const kept = keptOf(connector, message.payload, tracking.clickIdParameter);
  const dealt = await dealWith(deps, connector, { ...message, kept, known });
  return await settled(deps, connector, dealt);
}

/** Tries a parked message once more, by what was kept of it. */
export async function retryMessage(deps: Deps, connector: Connector, messageId: string): Promise<ConnectorMessage> {
  const known = await deps.stores.connectors.message(connector, messageId);
  if (known === null)
    throw new DomainError('message.not-found', {
      en: `there is no message "${messageId}"`,
      ja: `メッセージ"${messageId}"は見つかりません`,
    });
  if (known.outcome !== 'parked') return known;
  if (known.kept === null) {
    throw new DomainError('message.not-kept', {
      en: `message "${messageId}" was too large to keep: have the vendor send it again`,
      ja: `メッセージ"${messageId}"は大きすぎて保存されていません。送信元から再送してください。`,
    });
  }
  const dealt = await dealWith(deps, connector, { ...known, kept: JSON.parse(known.kept), known });
  return await settled(deps, connector, dealt);
}

interface Asked extends Omit<ReceivedMessage, 'payload'> {
  readonly kept: Sent;
  readonly known: ConnectorMessage | null;
}

interface Dealt {
  readonly message: ConnectorMessage;
  readonly payments: readonly string[];
}

async function dealWith(deps: Deps, connector: Connector, asked: Asked): Promise<Dealt> {
  const { messageId, type, hash, kept, known } = asked;
  const { payments, ...outcome } = await outcomeOf(deps, connector, type, kept);
  const text = JSON.stringify(kept);
  const isKept = outcome.outcome === 'parked' && Buffer.byteLength(text) <= KEPT_BYTES_MAX;
  const said = { messageId, type, hash, kept: isKept ? text : null, tries: (known?.tries ?? 0) + 1, at: deps.now() };
  const message: ConnectorMessage = { ...said, ...outcome };
  if (await deps.stores.connectors.advanceMessage(connector, known, message)) return { message, payments };
  // The same message came twice at once; the facts are recorded once all the same.
  return { message: (await deps.stores.connectors.message(connector, messageId)) ?? message, payments };
}

async function outcomeOf(deps: Deps, connector: Connector, type: string, kept: Sent): Promise<Outcome> {
  const nothing = { recorded: [], waitsFor: null, payments: [] };
  try {
    const mapped = readMessage(connector, type, kept);
    if (mapped.outcome !== 'facts') return { ...nothing, ...mapped };
    const { recorded, waitsFor } = await takeFacts(deps, connector, mapped.facts);
    const payments = paymentsIn(mapped.facts);
    if (waitsFor === null) return { outcome: 'taken', reason: mapped.note, recorded, waitsFor, payments };
    const reason = {
      en: `the sale or the refunds that payment ${waitsFor} was for have not come yet`,
      ja: `支払い${waitsFor}の売上または返金がまだ届いていません`,
    };
    return { outcome: 'parked', reason, recorded, waitsFor, payments };
  } catch (error) {
    return { ...nothing, outcome: 'parked', reason: reasonOf(error) };
  }
}

const TOLD_MAX = 5;

function reasonOf(error: unknown): Sentence {
  if (error instanceof z.ZodError) return toldOf(fieldFaults(error).slice(0, TOLD_MAX));
  if (error instanceof DomainError && (problemCodes[error.code]?.status ?? 500) < 500) {
    return toldOf([{ field: error.field ?? error.code, reason: error.said }]);
  }
  throw error;
}

function toldOf(faults: readonly Fault[]): Sentence {
  const inLanguage = (language: Language) =>
    faults.map(({ field, reason }) => `${field}: ${reason[language]}`).join('; ');
  return { en: inLanguage('en'), ja: inLanguage('ja') };
}

/** Whatever came second finds the other: what waits for a payment of this message, and this message itself, are tried again. */
async function settled(deps: Deps, connector: Connector, { message, payments }: Dealt): Promise<ConnectorMessage> {
  if (message.outcome !== 'taken' && message.waitsFor === null) return message;
  for (const payment of new Set(payments)) {
    if ((await deps.stores.connectors.payment(connector, payment)) === null) continue;
    for (const messageId of await deps.stores.connectors.everWaiting(connector, payment)) {
      const known = await deps.stores.connectors.message(connector, messageId);
      if (known?.outcome !== 'parked' || known.kept === null) continue;
      // What is parked for its refunds waits on when this message brought none.
      if (messageId === message.messageId && known.tries > 1) continue;
      await dealWith(deps, connector, { ...known, kept: JSON.parse(known.kept), known });
    }
  }
  const after = message.waitsFor === null ? null : await deps.stores.connectors.message(connector, message.messageId);
  return after ?? message;
}

import type { Connector, ConnectorMessage, MessageOutcome } from '../../../domain/connector/connector.ts';
import { MESSAGE_OUTCOMES } from '../../../domain/connector/connector.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, utcDay } from '../../../domain/time.ts';
import { PAGE_MAX } from '../../limits.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { LoggedMessage } from '../../store/connector-store.ts';

const DAYS_DEFAULT = 7;
const DAYS_MAX = 31;
const TRIES_MAX = 100_000;

export interface ConnectorStatus {
  readonly from: string;
  readonly to: string;
  readonly counts: Readonly<Record<MessageOutcome, number>>;
  readonly reasons: readonly { outcome: MessageOutcome; type: string; reason: Sentence; count: number }[];
  readonly lastSeenAt: Instant | null;
  readonly parked: readonly ConnectorMessage[];
}

/** What became of the messages of some days, both included (UTC), and what is parked now. */
export async function connectorStatus(
  deps: Deps,
  connector: Connector,
  asked: { readonly from: string | undefined; readonly to: string | undefined },
): Promise<ConnectorStatus> {
  const to = asked.to ?? utcDay(deps.now());
  const from = asked.from ?? utcDay(Date.parse(to) - (DAYS_DEFAULT - 1) * DAY_MS);
  const days = daysOf(from, to);
  const counts = { taken: 0, ignored: 0, refused: 0, parked: 0 };
  const reasons = new Map<string, { outcome: MessageOutcome; type: string; reason: Sentence; count: number }>();
  let lastSeenAt: Instant | null = null;
  for (const day of days) {
    for (const { message } of await loggedOn(deps, connector, day)) {
      const { outcome, type, reason, at } = message;
      counts[outcome] += 1;
      lastSeenAt = Math.max(lastSeenAt ?? 0, at);
      if (reason === null) continue;
      const named = JSON.stringify([outcome, type, reason.en]);
      const counted = reasons.get(named) ?? { outcome, type, reason, count: 0 };
      reasons.set(named, { ...counted, count: counted.count + 1 });
    }
  }
  const often = [...reasons.values()].sort((a, b) => b.count - a.count).slice(0, PAGE_MAX);
  return { from, to, counts, reasons: often, lastSeenAt, parked: await parkedNow(deps, connector) };
}

/** One page of the tries of a day, by all outcomes or one. */
export async function listMessages(
  deps: Deps,
  connector: Connector,
  asked: { day: string | undefined; outcome: MessageOutcome | undefined; after: string | null; limit: number },
): Promise<{ readonly logged: readonly LoggedMessage[]; readonly next: string | null }> {
  const { outcome, after, limit, day = utcDay(deps.now()) } = asked;
  const page = { after, limit: limit + 1 };
  const outcomes = outcome === undefined ? MESSAGE_OUTCOMES : [outcome];
  const lists = await Promise.all(
    outcomes.map((each) => deps.stores.connectors.logged(connector, { day, outcome: each }, page)),
  );
  const found = lists.flat().sort((a, b) => (a.position < b.position ? -1 : 1));
  const logged = found.slice(0, limit);
  return { logged, next: found.length > limit ? (logged.at(-1)?.position ?? null) : null };
}

async function loggedOn(deps: Deps, connector: Connector, day: string): Promise<readonly LoggedMessage[]> {
  const page = { after: null, limit: TRIES_MAX };
  const lists = await Promise.all(
    MESSAGE_OUTCOMES.map((outcome) => deps.stores.connectors.logged(connector, { day, outcome }, page)),
  );
  return lists.flat();
}

async function parkedNow(deps: Deps, connector: Connector): Promise<readonly ConnectorMessage[]> {
  const ids = await deps.stores.connectors.parkedMessages(connector, PAGE_MAX);
  const messages = await Promise.all(ids.map((id) => deps.stores.connectors.message(connector, id)));
  return messages.flatMap((message) => (message?.outcome === 'parked' ? [message] : []));
}

function daysOf(from: string, to: string): readonly string[] {
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (count < 1 || count > DAYS_MAX) {
    throw new DomainError(
      'request.invalid',
      {
        en: `must be 1 to ${DAYS_MAX} days up to ${to}, got ${from}`,
        ja: `${to}までの1～${DAYS_MAX}日間になるように指定してください（入力値: ${from}）`,
      },
      {
        field: 'from',
      },
    );
  }
  return Array.from({ length: count }, (_, index) => utcDay(Date.parse(from) + index * DAY_MS));
}

import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { DAY_MS } from '../../../domain/time.ts';
import type { Route } from '../../contract/route.ts';
import { shown } from '../../contract/shown.ts';
import type { Caller } from '../../identity/caller.ts';
import { REPLY_DAYS } from '../../limits.ts';
import type { KeptReply, Reply } from '../../store/reply-store.ts';
import type { Deps } from '../deps.ts';
import { logger } from '../logger.ts';
import type { HttpEvent, HttpResult } from './stack.ts';

/** Longer than any function runs: whoever holds a key for longer has died. */
const IN_FLIGHT_MS_MAX = 60_000;
/** A key is a string in quotes (a structured header) or bare. */
const KEY = /^(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

interface Asked {
  readonly deps: Pick<Deps, 'stores' | 'newId' | 'sha256'>;
  readonly caller: Caller;
  readonly route: Pick<Route, 'name' | 'method' | 'movesMoney' | 'answersSecret'>;
  readonly event: HttpEvent;
}

/**
 * Runs a POST once for each `Idempotency-Key` of a caller: a retry gets the reply of the first try, marked as replayed. Without
 * the header nothing is stored. The reply only spares a retry its wait; that an effect happens once is for its own key to see to,
 * for ever. Keys live in real time, as tokens do, also on a host whose clock is set to another month.
 */
export async function idempotently(asked: Asked, run: () => Promise<HttpResult>): Promise<HttpResult> {
  const { route, event } = asked;
  if (route.method !== 'POST') return await run();
  const given = keyIn(event.headers['idempotency-key']);
  if (route.answersSecret) return await run();
  if (given !== null) return await once(asked, given, run);
  if (!route.movesMoney) return await run();
  const message = {
    en: `${route.name} moves or approves money: send an Idempotency-Key, such as a UUID, and the same one when you retry`,
    ja: `${route.name}は金額を動かす、または承認する操作です。UUIDなどのIdempotency-Keyを付け、再送時も同じ値を送信してください。`,
  };
  throw new DomainError('idempotency.key-missing', message);
}

function keyIn(header: string | undefined): string | null {
  if (header === undefined) return null;
  const [, quoted, bare] = KEY.exec(header.trim()) ?? [];
  const key = quoted ?? bare;
  if (key !== undefined) return key;
  const message = {
    en: `an Idempotency-Key is 1 to 255 printable ASCII characters, got ${shown(header)}`,
    ja: `Idempotency-Keyは印字可能なASCII文字1～255文字で指定してください（入力値: ${shown(header, 'ja')}）`,
  };
  throw new DomainError('idempotency.key-invalid', message);
}

async function once(asked: Asked, given: string, run: () => Promise<HttpResult>): Promise<HttpResult> {
  const { deps, caller, event } = asked;
  const { merchantId, subject } = caller;
  const key = deps.sha256(canonical([subject, given]));
  const { rawPath, rawQueryString, body = '' } = event;
  const mine: KeptReply = {
    fingerprint: deps.sha256(canonical([asked.route.name, rawPath, rawQueryString, body])),
    state: 'in-flight',
    attempt: deps.newId(),
    at: Date.now(),
    reply: null,
  };
  const { replies } = deps.stores;
  if (!(await replies.advanceReply(merchantId, key, null, mine))) {
    const kept = await replies.reply(merchantId, key);
    const earlier = kept === null ? null : replyOf(kept, mine);
    if (earlier !== null) return replayed(earlier);
    if (!(await replies.advanceReply(merchantId, key, kept, mine))) throw inFlight();
  }
  const note = async (state: 'answered' | 'refused', reply: Reply | null): Promise<void> => {
    try {
      await replies.advanceReply(merchantId, key, mine, { ...mine, state, reply });
    } catch (error) {
      // What was asked for is done or refused all the same, and the caller must hear of that.
      logger.warn('reply not kept', { error: error as Error });
    }
  };
  try {
    const result = await run();
    await note('answered', kept(result));
    return result;
  } catch (error) {
    await note('refused', null);
    throw error;
  }
}

/** The reply to give again; null when the key is free: what bore it was refused, died, or is too long ago. */
function replyOf(there: KeptReply, mine: KeptReply): Reply | null {
  const age = mine.at - there.at;
  if (age > REPLY_DAYS * DAY_MS || there.state === 'refused') return null;
  if (there.state === 'in-flight' && age > IN_FLIGHT_MS_MAX) return null;
  if (there.fingerprint !== mine.fingerprint) {
    throw new DomainError('idempotency.key-reused', {
      en: 'this Idempotency-Key was sent with another request; take a new one',
      ja: 'このIdempotency-Keyは別のリクエストで使用済みです。新しいキーを使ってください。',
    });
  }
  if (there.reply === null) throw inFlight();
  return there.reply;
}

function inFlight(): DomainError {
  return new DomainError('idempotency.in-flight', {
    en: 'the first request with this Idempotency-Key is still running; retry',
    ja: 'このIdempotency-Keyの最初のリクエストを処理中です。しばらくしてから再送してください。',
  });
}

function kept({ statusCode = 200, headers = {}, body = '' }: HttpResult): Reply {
  const told = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { status: statusCode, headers: Object.fromEntries(told), body };
}

function replayed({ status, headers, body }: Reply): HttpResult {
  return { statusCode: status, headers: { ...headers, 'idempotency-replayed': 'true' }, body };
}

import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import type { Instant } from '../../domain/time.ts';
import { utcDay } from '../../domain/time.ts';
import type { ClickStore } from '../store/fact-store.ts';
import type { Scope } from '../store/scope.ts';

/** Where a request comes from, as the edge or the gateway saw it, and what it says it was sent by. */
export interface Viewer {
  readonly address: string;
  readonly userAgent: string;
}

/** 128 bits, as many as nobody finds by trying all addresses. */
const SALT_BYTES = 16;
const HASH_CHARACTERS = 22;
/** How long before a day begins its salt is looked for. */
const AHEAD_MS = 1_800_000;
const AGAIN_AFTER_MS = 10_000;

type SaltStore = Pick<ClickStore, 'daySalt' | 'advanceDaySalt'>;

/** The salts of today and of the day that is about to begin, in the memory of one process. */
export interface DaySalts {
  /** Has the salts looked for that are not there yet; done while a new process reads its first link, it is soon enough. */
  readonly lookFor: (now: Instant) => void;
  /** What a click came from, hashed with the salt of its day; null while the salt is not there. Nobody waits for it. */
  readonly sourceOf: (scope: Scope, viewer: Viewer, now: Instant) => string | null;
}

/** Salts are random, the same for every process of a day, and destroyed when it is over: then nobody can try addresses against a hash. */
export function daySalts(store: SaltStore): DaySalts {
  const known = new Map<string, KeyObject>();
  const askedAt = new Map<string, Instant>();
  const lookForDay = (day: string, now: Instant): void => {
    const before = askedAt.get(day);
    if (known.has(day) || (before !== undefined && now - before < AGAIN_AFTER_MS)) return;
    askedAt.set(day, now);
    // Clicks go without a hash when the store is away: it is asked again with one of the next.
    void saltIn(store, day).then(
      (salt) => salt !== null && known.set(day, salt),
      () => {},
    );
  };
  const lookFor = (now: Instant): void => {
    for (const day of [utcDay(now), utcDay(now + AHEAD_MS)]) lookForDay(day, now);
  };
  return {
    lookFor,
    sourceOf: ({ merchantId, programId }, { address, userAgent }, now) => {
      const day = utcDay(now);
      lookFor(now);
      for (const each of [...known.keys()]) if (each < day) known.delete(each);
      const salt = known.get(day);
      if (salt === undefined) return null;
      const text = JSON.stringify([merchantId, programId, address, userAgent]);
      return createHmac('sha256', salt).update(text).digest('base64url').slice(0, HASH_CHARACTERS);
    },
  };
}

/** The salt of a day, made by whoever asks first; null when it was destroyed. */
async function saltIn(store: SaltStore, day: string): Promise<KeyObject | null> {
  const fresh = { day, salt: randomBytes(SALT_BYTES).toString('base64url') };
  const there = await store.daySalt(day);
  const isMine = there === null && (await store.advanceDaySalt(null, fresh));
  const { salt } = isMine ? fresh : (there ?? (await store.daySalt(day)) ?? { salt: null });
  return salt === null ? null : createSecretKey(salt, 'base64url');
}

import type { KeyObject } from 'node:crypto';
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { ClickId, VisitorId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

const CLICK_PREFIX = 'bp_';
const VISITOR_PREFIX = 'vis_';
const VISITOR_BYTES = 16;
const TIME_BYTES = 6;
const RANDOM_BYTES = 4;
const CONTENT_BYTES = VISITOR_BYTES + TIME_BYTES + RANDOM_BYTES;
/** 80 bits: a forger would need 2^79 tries at our door, each of which we see. */
const SIGNATURE_BYTES = 10;
/** 36 bytes are 48 letters of base64url without a spare bit, so that every click has one spelling only. */
const CLICK_ID = /^bp_[A-Za-z0-9_-]{48}$/;
const VISITOR_ID = /^vis_[A-Za-z0-9_-]{22}$/;

/** What a click id says by itself: who clicked and when. */
export interface SignedClick {
  readonly visitorId: VisitorId;
  readonly occurredAt: Instant;
}

/**
 * The id that a tracking link appends to its destination: visitor, instant and a random part, signed by us, so that a
 * conversion which brings it back proves a click without our asking the store. `random` is a fresh `newId()`.
 */
export function makeClickId(key: Uint8Array, click: SignedClick & { readonly random: string }): ClickId {
  const content = Buffer.alloc(CONTENT_BYTES);
  visitorBytes(click.visitorId).copy(content, 0);
  content.writeUIntBE(click.occurredAt, VISITOR_BYTES, TIME_BYTES);
  digest(click.random).copy(content, VISITOR_BYTES + TIME_BYTES, 0, RANDOM_BYTES);
  return `${CLICK_PREFIX}${Buffer.concat([content, signatureOf(key, content)]).toString('base64url')}`;
}

/** The visitor and instant of a click id that we signed, or null for any other text. */
export function parseClickId(key: Uint8Array, id: string): SignedClick | null {
  if (!CLICK_ID.test(id)) return null;
  const bytes = Buffer.from(id.slice(CLICK_PREFIX.length), 'base64url');
  const content = bytes.subarray(0, CONTENT_BYTES);
  if (!timingSafeEqual(bytes.subarray(CONTENT_BYTES), signatureOf(key, content))) return null;
  return {
    visitorId: `${VISITOR_PREFIX}${content.subarray(0, VISITOR_BYTES).toString('base64url')}`,
    occurredAt: content.readUIntBE(VISITOR_BYTES, TIME_BYTES),
  };
}

/** A new visitor's random id; `random` is a fresh `newId()` with 128 random bits. */
export function makeVisitorId(random: string): VisitorId {
  return `${VISITOR_PREFIX}${digest(random).subarray(0, VISITOR_BYTES).toString('base64url')}`;
}

/** Whether a text is a visitor id as we write them: 16 bytes with no spare bit set. */
export function isVisitorId(text: string): text is VisitorId {
  if (!VISITOR_ID.test(text)) return false;
  return `${VISITOR_PREFIX}${visitorBytes(text).toString('base64url')}` === text;
}

function visitorBytes(visitorId: VisitorId): Buffer {
  return Buffer.from(visitorId.slice(VISITOR_PREFIX.length), 'base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

// Node takes four times as long to sign by bytes as by a key object, and every redirect signs twice.
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function signatureOf(key: Uint8Array, content: Uint8Array): Buffer {
  const object = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, object);
  return createHmac('sha256', object).update('click-id/1\n').update(content).digest().subarray(0, SIGNATURE_BYTES);
}

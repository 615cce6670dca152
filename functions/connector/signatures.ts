import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedMapping } from '../../domain/connector/signed-mapping.ts';
import type { Sentence } from '../../domain/said.ts';
import { SECOND_MS } from '../../domain/time.ts';

/** How far a signed time may be from now: a message that somebody kept cannot be played again later. */
export const TOLERANCE_SECONDS = 300;

type Headers = Readonly<Record<string, string | undefined>>;

/** `X-Shopify-Hmac-Sha256`: base64 of the HMAC over the body as it was sent. */
export function isSignedByShopify(body: Uint8Array, headers: Headers, secret: string): boolean {
  return isEqual(headers['x-shopify-hmac-sha256'], createHmac('sha256', secret).update(body).digest('base64'));
}

/** A header that holds the HMAC over the body in hex, bare or after `sha256=`. */
function isSignedInHex(body: Uint8Array, signature: string | undefined, secret: string): boolean {
  const sent = signature?.replace(/^sha256=/, '').toLowerCase();
  return isEqual(sent, createHmac('sha256', secret).update(body).digest('hex'));
}

const STANDARD_SECRET = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/;
const STANDARD_BYTES_MIN = 24;
const STANDARD_BYTES_MAX = 64;

/** The key of a secret as Standard Webhooks has it; null for what is none: read all the same it could be a key that anybody finds. */
function standardKey(secret: string): Uint8Array | null {
  const key = Buffer.from(STANDARD_SECRET.exec(secret)?.[1] ?? '', 'base64');
  return key.length >= STANDARD_BYTES_MIN && key.length <= STANDARD_BYTES_MAX ? key : null;
}

/** Why a secret cannot check what a mapping reads; null: it can. */
export function secretRefusal(mapping: SignedMapping | null, secret: string): Sentence | null {
  if (mapping?.signature.scheme !== 'standard-webhooks' || standardKey(secret) !== null) return null;
  return {
    en: `must be whsec_ and ${STANDARD_BYTES_MIN} to ${STANDARD_BYTES_MAX} bytes in base64, as Standard Webhooks has it`,
    ja: `Standard Webhooksの形式（whsec_に続けて${STANDARD_BYTES_MIN}～${STANDARD_BYTES_MAX}バイトのbase64）で指定してください`,
  };
}

/** Standard Webhooks 1.0.0: id, time and body are signed together; one of several signatures is enough. */
function isSignedByStandard(body: Uint8Array, headers: Headers, secret: string, now: number): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  const isTimely = Math.abs(now / SECOND_MS - Number(timestamp)) <= TOLERANCE_SECONDS;
  if (id === '' || !/^\d+$/.test(timestamp) || !isTimely) return false;
  const key = standardKey(secret);
  if (key === null) return false;
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return signatures.split(' ').some((signature) => isEqual(signature, `v1,${right}`));
}

function isEqual(sent: string | undefined, right: string): boolean {
  const [a, b] = [Buffer.from(sent ?? ''), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether a message is signed in the way that its mapping says. Signed times are real ones, whatever a host's clock is set to. */
export function isSignedAsMapped(
  { signature }: SignedMapping,
  { bytes, headers, secret }: { readonly bytes: Uint8Array; readonly headers: Headers; readonly secret: string },
): boolean {
  return signature.scheme === 'hex'
    ? isSignedInHex(bytes, headers[signature.header], secret)
    : isSignedByStandard(bytes, headers, secret, Date.now());
}

import { createHmac, randomBytes } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { SECOND_MS } from '../../domain/time.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;

/** A new secret of an endpoint, in the form of Standard Webhooks: `whsec_` and base64. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

export interface SignedMessage {
  /** The same in every attempt, so that a receiver knows what it has had. */
  readonly id: string;
  /** When the attempt is made: receivers refuse what is more than five minutes off. */
  readonly at: Instant;
  readonly body: string;
}

/** The three headers of Standard Webhooks 1.0.0, with a signature by each secret. */
export function signedHeaders(message: SignedMessage, secrets: readonly string[]): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(message.at / SECOND_MS));
  const signed = `${message.id}.${timestamp}.${message.body}`;
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => `v1,${mac(secret, signed)}`).join(' '),
  };
}

function mac(secret: string, text: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const isKey = secret.startsWith(PREFIX) && key.length >= SECRET_BYTES_MIN && key.length <= SECRET_BYTES_MAX;
  if (!isKey)
    throw new DomainError('webhook.secret-invalid', {
      en: 'a secret is whsec_ and 24 to 64 bytes in base64',
      ja: 'シークレットは、whsec_に続けて24～64バイトのbase64で指定してください',
    });
  return createHmac('sha256', key).update(text).digest('base64');
}

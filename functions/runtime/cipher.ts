import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { DomainError } from '../../domain/errors.ts';
import { Broken } from '../../domain/errors.ts';

/** Keeps what must not lie about in plain text: bank details, and files made of them. */
export interface Cipher {
  /** Encrypts a text; it opens only under the same context, such as whose it is. */
  readonly seal: (text: string, context: string) => Promise<string>;
  readonly open: (sealed: string, context: string) => Promise<string>;
  /** The same for equal texts; without the key nobody can tell from it, or try out, what the text was. */
  readonly fingerprint: (text: string) => Promise<string>;
}

const KEY_BYTES = 32;

/** A key of 256 random bits. */
export const newKey = (): Uint8Array => randomBytes(KEY_BYTES);

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LOCAL = 'local1';

/** A cipher by one key of 32 bytes: AES-256-GCM, and HMAC-SHA-256 by a key that is derived from it. */
export function localCipher(key: Uint8Array): Cipher {
  if (key.length !== KEY_BYTES) throw new Error(`a cipher key has ${KEY_BYTES} bytes, got ${key.length}`);
  const printKey = Buffer.from(hkdfSync('sha256', key, '', 'bunpai fingerprint', KEY_BYTES));
  return {
    seal: async (text, context) => `${LOCAL}.${sealWith(key, text, context)}`,
    open: async (sealed, context) => {
      const [form, body = ''] = sealed.split('.', 2);
      if (form !== LOCAL) throw unreadable('it was sealed by another cipher');
      return openWith(key, body, context);
    },
    fingerprint: async (text) => createHmac('sha256', printKey).update(text).digest('base64url'),
  };
}

/** A text by AES-256-GCM in base64url: nonce, tag, text. A nonce is never used twice. */
export function sealWith(key: Uint8Array, text: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** The text that `sealWith` sealed; refused when a bit of it, its key or its context is another. */
export function openWith(key: Uint8Array, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw unreadable('its key, its context or itself was changed', cause);
  }
}

function unreadable(why: string, cause?: unknown): DomainError {
  return new Broken('cipher.unreadable', `what was sealed does not open: ${why}`, { cause });
}

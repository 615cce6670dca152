import { DomainError } from '../../../domain/errors.ts';
import { fieldName } from '../../contract/field-errors.ts';
import { BODY_BYTES_MAX, BODY_DEPTH_MAX } from '../../limits.ts';
import type { HttpEvent } from './stack.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;.*)?$/i;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;

/** The bytes of a request's body, untouched: only as octets does a gateway hand on what is no UTF-8. */
export function readBytes(event: HttpEvent): Uint8Array {
  const sent = sentBody(event);
  const contentType = event.headers['content-type'];
  if (!/^application\/octet-stream(?:\s*;.*)?$/i.test(contentType ?? '')) {
    const got = contentType === undefined ? 'none' : `"${contentType}"`;
    const message = `send the file as it is, with "Content-Type: application/octet-stream", got ${got}`;
    throw new DomainError('request.unsupported-media-type', message);
  }
  if (sent === '') throw new DomainError('request.malformed', 'the body must be a file: it is empty');
  return Buffer.from(sent, event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The body as it was sent; what is too large is not even decoded. */
function sentBody(event: HttpEvent): string {
  const sent = event.body ?? '';
  const bytes = event.isBase64Encoded ? Math.floor((sent.length * 3) / 4) : Buffer.byteLength(sent);
  if (bytes <= BODY_BYTES_MAX) return sent;
  throw new DomainError('request.too-large', `the body may have ${BODY_BYTES_MAX} bytes, got ${bytes}`);
}

/** The bytes of a body as they were sent, whatever they are, for whoever checks a signature over them. */
export function sentBytes(event: HttpEvent): Uint8Array {
  return Buffer.from(sentBody(event), event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The JSON of a request's body. */
export function readJson(event: HttpEvent): unknown {
  const sent = sentBody(event);
  refuseOtherTypes(event.headers['content-type']);
  let parsed: unknown;
  try {
    const text = event.isBase64Encoded ? decoded(sent) : sent;
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = sent === '' ? 'it is empty' : (cause as Error).message;
    throw new DomainError('request.malformed', `the body must be JSON: ${reason}`, { cause });
  }
  refuseDeep(parsed);
  return parsed;
}

/** A member of this name is none to JavaScript, and would be lost on its way: it is refused and never dropped. */
const PROTOTYPE = '__proto__';

/** Level by level, so that no depth is too much for the look itself. */
function refuseDeep(parsed: unknown): void {
  let level: readonly unknown[] = [parsed];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > BODY_DEPTH_MAX) {
      throw new DomainError('request.too-deep', `the body may be nested ${BODY_DEPTH_MAX} levels deep`);
    }
    level = level.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      if (Object.hasOwn(value, PROTOTYPE)) throw unkeepable(parsed);
      return Object.values(value);
    });
  }
}

function unkeepable(parsed: unknown): DomainError {
  const places: { readonly path: readonly PropertyKey[]; readonly value: unknown }[] = [{ path: [], value: parsed }];
  for (const { path, value } of places) {
    if (typeof value !== 'object' || value === null) continue;
    const field = fieldName([...path, PROTOTYPE]);
    if (Object.hasOwn(value, PROTOTYPE)) {
      return new DomainError('request.invalid', 'is a name that cannot be kept; choose another', { field });
    }
    const names = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const name of names) places.push({ path: [...path, name], value: (value as never)[name] });
  }
  return new DomainError('request.invalid', `must have no member ${PROTOTYPE}`, { field: 'body' });
}

function refuseOtherTypes(contentType: string | undefined): void {
  const charset = CHARSET.exec(contentType ?? '')?.[1] ?? 'utf-8';
  if (JSON_TYPE.test(contentType ?? '') && /^utf-?8$/i.test(charset)) return;
  const got = contentType === undefined ? 'none' : `"${contentType}"`;
  throw new DomainError('request.unsupported-media-type', `send "Content-Type: application/json" in UTF-8, got ${got}`);
}

function decoded(base64: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
}

import { DomainError } from '../../domain/errors.ts';
import { BODY_BYTES_MAX, BODY_DEPTH_MAX } from '../limits.ts';
import type { HttpEvent } from './stack.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;.*)?$/i;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;

/** The JSON of a request's body; size first, so that what is too large is not even decoded. */
export function readJson(event: HttpEvent): unknown {
  const sent = event.body ?? '';
  const bytes = event.isBase64Encoded ? Math.floor((sent.length * 3) / 4) : Buffer.byteLength(sent);
  if (bytes > BODY_BYTES_MAX) {
    throw new DomainError('request.too-large', `the body may have ${BODY_BYTES_MAX} bytes, got ${bytes}`);
  }
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

/** Level by level, so that no depth is too much for the look itself. */
function refuseDeep(parsed: unknown): void {
  let level: readonly unknown[] = [parsed];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > BODY_DEPTH_MAX) {
      throw new DomainError('request.too-deep', `the body may be nested ${BODY_DEPTH_MAX} levels deep`);
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
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

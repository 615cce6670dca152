import { DomainError } from '../../../domain/errors.ts';
import type { Sentence } from '../../../domain/said.ts';
import { fieldName } from '../../contract/field-errors.ts';
import { REPEATED, repeatedMember } from '../../contract/repeated-member.ts';
import { BODY_BYTES_MAX, BODY_DEPTH_MAX } from '../../limits.ts';
import type { HttpEvent } from './stack.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;.*)?$/i;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;

/** The bytes of a request's body, untouched: only as octets does a gateway hand on what is no UTF-8. */
export function readBytes(event: HttpEvent): Uint8Array {
  const sent = sentBody(event);
  const contentType = event.headers['content-type'];
  if (!/^application\/octet-stream(?:\s*;.*)?$/i.test(contentType ?? '')) {
    const got = typeGot(contentType);
    throw new DomainError('request.unsupported-media-type', {
      en: `send the file as it is, with "Content-Type: application/octet-stream", got ${got.en}`,
      ja: `ファイルをそのまま"Content-Type: application/octet-stream"で送信してください（入力値: ${got.ja}）`,
    });
  }
  if (sent === '')
    throw new DomainError('request.malformed', {
      en: 'the body must be a file: it is empty',
      ja: '本文が空です。ファイルを送信してください。',
    });
  return Buffer.from(sent, event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The body as it was sent; what is too large is not even decoded. */
function sentBody(event: HttpEvent): string {
  const sent = event.body ?? '';
  const bytes = event.isBase64Encoded ? Math.floor((sent.length * 3) / 4) : Buffer.byteLength(sent);
  if (bytes <= BODY_BYTES_MAX) return sent;
  throw new DomainError('request.too-large', {
    en: `the body may have ${BODY_BYTES_MAX} bytes, got ${bytes}`,
    ja: `本文は${BODY_BYTES_MAX}バイト以内にしてください（入力値: ${bytes}バイト）`,
  });
}

/** The bytes of a body as they were sent, whatever they are, for whoever checks a signature over them. */
export function sentBytes(event: HttpEvent): Uint8Array {
  return Buffer.from(sentBody(event), event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The JSON of a request's body, in which every member stands once. */
export function readJson(event: HttpEvent): unknown {
  const sent = sentBody(event);
  refuseOtherTypes(event.headers['content-type']);
  let text: string;
  let parsed: unknown;
  try {
    text = (event.isBase64Encoded ? decoded(sent) : sent).replace(/^\uFEFF/, '');
    parsed = JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    const reason = sent === '' ? { en: 'it is empty', ja: '本文が空です' } : { en: message, ja: message };
    const said = { en: `the body must be JSON: ${reason.en}`, ja: `本文をJSONで送信してください（${reason.ja}）` };
    throw new DomainError('request.malformed', said, { cause });
  }
  refuseDeep(parsed);
  const field = repeatedMember(text);
  if (field !== null) throw new DomainError('request.invalid', REPEATED, { field });
  return parsed;
}

/** A member of this name is none to JavaScript, and would be lost on its way: it is refused and never dropped. */
const PROTOTYPE = '__proto__';

/** Level by level, so that no depth is too much for the look itself. */
function refuseDeep(parsed: unknown): void {
  let level: readonly unknown[] = [parsed];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > BODY_DEPTH_MAX) {
      throw new DomainError('request.too-deep', {
        en: `the body may be nested ${BODY_DEPTH_MAX} levels deep`,
        ja: `本文の階層は${BODY_DEPTH_MAX}段以内にしてください`,
      });
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
      return new DomainError(
        'request.invalid',
        {
          en: 'is a name that cannot be kept; choose another',
          ja: 'この項目名は保存できません。別の名前にしてください。',
        },
        { field },
      );
    }
    const names = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const name of names) places.push({ path: [...path, name], value: (value as never)[name] });
  }
  return new DomainError(
    'request.invalid',
    { en: `must have no member ${PROTOTYPE}`, ja: `${PROTOTYPE}という項目は使えません` },
    { field: 'body' },
  );
}

function refuseOtherTypes(contentType: string | undefined): void {
  const charset = CHARSET.exec(contentType ?? '')?.[1] ?? 'utf-8';
  if (JSON_TYPE.test(contentType ?? '') && /^utf-?8$/i.test(charset)) return;
  const got = typeGot(contentType);
  throw new DomainError('request.unsupported-media-type', {
    en: `send "Content-Type: application/json" in UTF-8, got ${got.en}`,
    ja: `UTF-8の"Content-Type: application/json"で送信してください（入力値: ${got.ja}）`,
  });
}

function typeGot(contentType: string | undefined): Sentence {
  const quoted = `"${contentType}"`;
  return contentType === undefined ? { en: 'none', ja: 'なし' } : { en: quoted, ja: quoted };
}

function decoded(base64: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
}

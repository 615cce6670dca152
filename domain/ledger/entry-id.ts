import type { EntryId } from '../ids.ts';

/** Letters that an address holds as they are: most ids need no second look. */
const PLAIN = /^[\w.~-]*$/;

/** The name of an entry, made from its cause alone: the same cause can be posted only once. */
export function entryIdOf(...parts: readonly (string | number)[]): EntryId {
  return parts.map(encoded).join('/');
}

function encoded(part: string | number): string {
  return typeof part === 'string' && PLAIN.test(part) ? part : encodeURIComponent(part);
}

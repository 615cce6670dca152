import type { Sentence } from '../../domain/said.ts';

/** Where input holds it too, it stands in both languages alike, and the middle one is ours. */
const APART = '\u001f';

/** A sentence as the message of a schema, which can be but one string: both languages, set apart. `fieldErrors` reads it. */
export function told({ en, ja }: Sentence): string {
  return `${en}${APART}${ja}`;
}

/** The sentence of a schema's message; null where it is plain. */
export function sentenceOf(message: string): Sentence | null {
  const parts = message.split(APART);
  const half = parts.length / 2;
  return half < 1 ? null : { en: parts.slice(0, half).join(APART), ja: parts.slice(half).join(APART) };
}

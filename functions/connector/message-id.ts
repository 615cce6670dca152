import { ID_LENGTH_MAX } from '../limits.ts';

/** What a vendor calls a message, where that can be an id; else the hash of what was sent. */
export function messageIdOf(named: unknown, hash: string): string {
  const text = typeof named === 'number' ? String(named) : named;
  const isId = typeof text === 'string' && text !== '' && text.length <= ID_LENGTH_MAX;
  return isId ? text : hash;
}
